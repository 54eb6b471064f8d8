// SPDX-FileCopyrightText: 2026 Comune di Cascina
// SPDX-License-Identifier: AGPL-3.0-or-later
// The form of a broadcast that is being written, and how its scripts ask the server.

export const page = document.querySelector(".beside-preview[data-preview]");
export const form = document.getElementById("campaign_form");

// What is written on the form, without the file: that has a way of its own.
export function written() {
  const fields = new FormData(form);
  fields.delete("attachment");
  return fields;
}

// Posts to an address of ours; undefined where nobody answers. The cookie, because a new login changes the token.
export async function ask(address, fields) {
  const token = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1];
  if (token) {
    form.csrfmiddlewaretoken.value = token;
    fields.set("csrfmiddlewaretoken", token);
  }
  try {
    return await fetch(address, { method: "POST", body: fields, headers: { Accept: "application/json" } });
  } catch {
    return undefined;
  }
}

export function isLoggedOut(answer) {
  return answer?.redirected || answer?.status === 403;
}
