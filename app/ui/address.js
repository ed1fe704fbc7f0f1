// What the page shows stands in its address: ?lang, run, no (the question), arm and only, and the tab as #tab.
// A run or tab that a visitor opens is a step that Back takes back; moving through the questions is none.
const NAMES = ['run', 'no', 'arm', 'side', 'only'];

// What an address names; what it does not is empty.
export function named(search = window.location.search) {
  const given = new URLSearchParams(search);
  return Object.fromEntries(NAMES.map((name) => [name, given.get(name) || '']));
}

// The address `from` ({ pathname, search, hash }) with these values instead, '' for none; `tab` is the tab's id.
export function changed(from, { tab, ...values }) {
  const given = new URLSearchParams(from.search);
  Object.entries(values).forEach(([name, value]) => { if (value) given.set(name, value); else given.delete(name); });
  const search = given.toString();
  const hash = tab === undefined ? from.hash : `#${tab}`;
  return `${from.pathname}${search && `?${search}`}${hash}`;
}

// Puts values into the page's address; `step`: Back shall come back to how it was.
export function place(values, step = false) {
  const { location, history } = window;
  const next = changed(location, values);
  if (next === `${location.pathname}${location.search}${location.hash}`) return;
  if (step) history.pushState(null, '', next);
  else history.replaceState(null, '', next);
}

// The run becomes the address's; the question of another run has no place there.
export function placeRun(run, step) {
  if (named().run !== run) place({ run, no: '', arm: '', side: '', only: '' }, step);
}

// The page's address on the clipboard; false where the browser does not let it.
export async function copyAddress() {
  const text = window.location.href;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = document.createElement('textarea');
    box.value = text;
    document.body.append(box);
    box.select();
    const done = document.execCommand('copy');
    box.remove();
    return done;
  }
}
