// The simulator's control API, as the page uses it.

async function ask(path, body) {
  const options = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const response = await fetch(path, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.problem);
  return answer;
}

export const citizens = () => ask("/simulator/citizens");
export const invent = (properties) => ask("/simulator/citizens", properties);
export const phone = (citizen) => ask(`/simulator/phones/${encodeURIComponent(citizen)}`);
export const say = (citizen, words) => ask("/simulator/say", { citizen, ...words });
export const stopMarketing = (citizen) => ask("/simulator/preference", { citizen, value: "stop" });
export const switchPhone = (phone, is_off) => ask("/simulator/citizens", { phone, is_off });
export const decideHeld = (decision) => ask("/simulator/held", { decision });
export const templates = () => ask("/simulator/templates");
export const warn = (what) => ask("/simulator/warning", what);
export const categorise = (template, what) => ask("/simulator/category", { ...template, ...what });
export const setStatus = (template, status) => ask("/simulator/template", { ...template, status });
export const settings = (changes) => ask("/simulator/settings", changes);
export const reset = () => ask("/simulator/reset", {});
export const faults = () => ask("/faults.json");
