// WhatsApp's marks (*bold*, _italic_, ~struck~, ```monospace```) and links, as nodes of the page.

const PATTERN =
  /```([\s\S]+?)```|(https?:\/\/[^\s<>"]+)|(?<![\p{L}\p{N}])([*_~])(?=\S)([^\n]*?\S)\3(?![\p{L}\p{N}])/gu;
const TAGS = { "*": "strong", _: "em", "~": "s" };
const CLOSING_PUNCTUATION = /[.,;:!?)»]+$/;

export function formatted(text) {
  const fragment = document.createDocumentFragment();
  let end = 0;
  for (const match of text.matchAll(PATTERN)) {
    const [node, length] = marked(match);
    fragment.append(text.slice(end, match.index), node);
    end = match.index + length;
  }
  fragment.append(text.slice(end));
  return fragment;
}

function marked(match) {
  const [whole, monospace, link, mark, inner] = match;
  if (link) {
    const address = link.replace(CLOSING_PUNCTUATION, "");
    return [anchor(address), address.length];
  }
  const element = document.createElement(monospace ? "code" : TAGS[mark]);
  element.append(monospace ?? formatted(inner));
  return [element, whole.length];
}

function anchor(address) {
  const link = document.createElement("a");
  link.href = address;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  link.textContent = address;
  return link;
}
