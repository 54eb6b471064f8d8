"""Pages in every window, under a finger, by the keyboard alone, without a script: what axe doesn't look at."""

from playwright.sync_api import Page

TELEPHONE, DESK = 400, 1366
WIDTHS = (320, TELEPHONE, DESK // 2, DESK, 1920)
"""Half a desk's width is a desk enlarged to 200 %, where four pixels draw each (`ENLARGED`)."""
HEIGHT = 900
ENLARGED = {"device_scale_factor": 2}
WITHOUT_SCRIPT = {"java_script_enabled": False}
UNFOLD = "document.querySelectorAll('details').forEach(details => { details.open = true; })"
THINGS = """
  const shown = thing => thing.checkVisibility({visibilityProperty: true});
  const called = thing => {
    const words = thing.innerText || thing.ariaLabel || thing.name || thing.className;
    return `${thing.localName} "${words.trim().replaceAll("\\n", " ").slice(0, 60)}"`;
  };
  const kinds = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const things = [...document.querySelectorAll(kinds)].filter(thing => shown(thing) && !thing.disabled);
"""
"""Whatever on a page can be pressed or filled in, and how it is called."""
STICKS_OUT = """
() => {
  const isOut = thing => thing.checkVisibility() && thing.getBoundingClientRect().right > innerWidth + 0.5;
  const out = [...document.body.querySelectorAll("*")].filter(isOut);
  return document.documentElement.scrollWidth > innerWidth
    ? `${out.at(-1)?.localName} "${out.at(-1)?.textContent.trim().slice(0, 60)}"` : "";
}
"""
"""The innermost of the last things for which the page has to be moved sideways."""
SMALL = f"""
() => {{
  {THINGS}
  const acts = ".button, input, select, textarea, .foldout ul *, .menu-in *";
  const isBox = ({{backgroundColor, borderTopWidth, borderBottomWidth}}) =>
    backgroundColor !== "rgba(0, 0, 0, 0)" || (parseFloat(borderTopWidth) > 0 && parseFloat(borderBottomWidth) > 0);
  const size = thing => {{
    const boxes = [thing, ...(thing.matches("[type=checkbox], [type=radio], [type=file]") ? thing.labels : [])]
      .map(one => one.getBoundingClientRect()).filter(({{width, height}}) => width && height);
    const span = (from, to) => Math.max(...boxes.map(box => box[to])) - Math.min(...boxes.map(box => box[from]));
    return [span("left", "right"), span("top", "bottom")];
  }};
  return things.filter(thing => thing.getBoundingClientRect().bottom > 0).flatMap(thing => {{
    const style = getComputedStyle(thing);
    const least = thing.matches(acts) || isBox(style) ? 44 : 24;
    const line = style.display === "inline" ? parseFloat(style.lineHeight) : 0;
    const [width, height] = size(thing);
    return width < least - 0.5 || Math.max(height, line) < least - 0.5
      ? [`is small: ${{called(thing)}}, ${{Math.round(width)}} by ${{Math.round(height)}} px, not ${{least}}`] : [];
  }});
}}
"""
"""Buttons, fields and lines of menus have 44 pixels, words that are a link 24: a line of text.

What is ticked is as large as it is together with its label.
"""
WALK = f"""
() => {{
  {THINGS}
  window.walk = {{wanted: things, reached: new Set(), unseen: new Set()}};
  addEventListener("focusin", ({{target}}) => {{
    const around = [target, ...(target.labels || []), ...(target.parentElement?.children || [])];
    const isRinged = around.map(one => getComputedStyle(one))
      .some(({{outlineStyle, outlineWidth}}) => outlineStyle !== "none" && parseFloat(outlineWidth) >= 2);
    walk.reached.add(target);
    if (!isRinged) walk.unseen.add(target);
  }});
  document.activeElement?.blur();
  return things.length;
}}
"""
"""Notes where the focus comes, and whether a ring of two pixels or more shows it there: on it or on its label."""
LEFT_OUT = f"""
() => {{
  {THINGS}
  const choice = thing => thing.type === "radio" && `${{thing.form?.id}} ${{thing.name}}`;
  const choices = new Set([...walk.reached].map(choice).filter(Boolean));
  return [
    ...walk.wanted.filter(thing => thing.isConnected && !walk.reached.has(thing) && !choices.has(choice(thing)))
      .map(thing => `is not reached: ${{called(thing)}}`),
    ...[...walk.unseen].map(thing => `shows no focus: ${{called(thing)}}`),
  ];
}}
"""
"""Of a choice among several the Tab key comes to one; the arrows lead on."""
COVERED = f"""
() => {{
  {THINGS}
  const topmost = thing => {{
    const {{left, top, width, height}} = thing.getBoundingClientRect();
    return document.elementFromPoint(left + width / 2, top + height / 2);
  }};
  return things.filter(thing => {{
    thing.focus({{focusVisible: true}});
    let above = topmost(thing);
    const menu = above?.closest(".foot-bar details[open]");
    if (menu && !menu.contains(thing)) {{
      menu.open = false;
      above = topmost(thing);
      menu.open = true;
    }}
    while (above && !["fixed", "sticky"].includes(getComputedStyle(above).position)) above = above.parentElement;
    return above && !above.contains(thing);
  }}).map(thing => `is covered by a bar: ${{called(thing)}}`);
}}
"""
"""A menu of the bar that somebody has opened may cover what is below: they close it (WCAG 2.2, 2.4.11)."""
STRANDED = f"""
() => {{
  {THINGS}
  const sends = form => form && [...form.elements].some(one => ["submit", "image"].includes(one.type) && shown(one));
  const isField = thing => thing.matches("input:not([type=submit]), select, textarea");
  const isDead = thing => thing.localName === "button" && !(thing.type === "submit" && thing.form);
  const isSentNowhere = thing => isField(thing) && !thing.readOnly && thing.name !== "preview" && !sends(thing.form);
  const isRefused = form => form.method === "post" && !form.elements.csrfmiddlewaretoken;
  return [
    ...things.filter(isDead).map(thing => `does nothing: ${{called(thing)}}`),
    ...things.filter(isSentNowhere).map(thing => `is sent nowhere: ${{called(thing)}}`),
    ...[...document.forms].filter(isRefused).map(form => `is refused: the form for ${{form.action}}`),
  ];
}}
"""
"""What is only read is there to be copied; a style alone follows the choice between two previews."""
MORE_STOPS = 12
"""Of fields of dates and hours, which have several, and of parts that scroll."""
ROUNDS = 3


def hindrances(page: Page, plain: Page) -> list[str]:
    """What a page is cut off by, too small, out of the keyboard's reach, or, as `plain`, dead without a script."""
    for browser in (page, plain):
        browser.set_viewport_size({"width": DESK, "height": HEIGHT})
    found = _cut_off(page)
    for browser in (page, plain):
        browser.evaluate(UNFOLD)
    found += [*_cut_off(page), *_small(page), *_out_of_reach(page)]
    found += [f"without a script {fault}" for fault in plain.evaluate(STRANDED)]
    return [f"{page.url} {fault}" for fault in found]


def _cut_off(page: Page) -> list[str]:
    found = {width: _sticks_out(page, width) for width in WIDTHS}
    return [f"has to be moved sideways at {width} px for {thing}" for width, thing in found.items() if thing]


def _sticks_out(page: Page, width: int) -> str:
    page.set_viewport_size({"width": width, "height": HEIGHT})
    return page.evaluate(STICKS_OUT)


def _small(page: Page) -> list[str]:
    page.set_viewport_size({"width": TELEPHONE, "height": HEIGHT})
    return page.evaluate(SMALL)


def _out_of_reach(page: Page) -> list[str]:
    """Links, buttons and fields that the Tab key doesn't come to, that show no focus, or show it under a bar."""
    page.set_viewport_size({"width": DESK, "height": HEIGHT})
    stops, found = page.evaluate(WALK), []
    for _ in range(ROUNDS):
        for _ in range(stops + MORE_STOPS):
            page.keyboard.press("Tab")
        if not (found := page.evaluate(LEFT_OUT)):
            break
    return [*found, *page.evaluate(COVERED)]
