// Faults that Gradio's page keeps to itself, said aloud; and Gradio's own English words, in the language of the page.
const ENGLISH = {
  Error: 'title',
  Warning: 'warning',
  'Connection Lost': 'connection',
  'Connection to the server was lost. Attempting reconnection...': 'connection_lost',
  'This application is currently busy. Please try again.': 'busy',
};
const SHOWN = 10000; // milliseconds for which a message stays

// A text of Gradio's in the language of the page; null where it is none that we know.
export const translated = (text, words) => words[ENGLISH[text.trim()]] ?? null;

// Whether the reply to this address is one whose failure Gradio shows to nobody: an event outside its queue.
export const silent = (url) => /[/]gradio_api[/](run|component_server)\b/.test(url);

// What to say of a reply that failed; `body`: what it holds, parsed, or null.
export const messageOf = (body, words) => (body && typeof body.error === 'string' && body.error) || words.unexpected;

// Shows a message at the foot of the page; the same one again only stays longer.
function show(box, text) {
  let node = [...box.children].find((one) => one.dataset.text === text);
  if (!node) {
    node = document.createElement('div');
    node.dataset.text = text;
    node.dataset.content = '';
    node.textContent = text;
    node.addEventListener('click', () => node.remove());
    box.append(node);
  }
  clearTimeout(node.timer);
  node.timer = setTimeout(() => node.remove(), SHOWN);
}

// Only text nodes are changed, which Gradio goes on to own.
function translate(words) {
  const toasts = document.querySelector('.toast-wrap');
  if (!toasts?.childElementCount) return;
  const walker = document.createTreeWalker(toasts, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = translated(walker.currentNode.nodeValue, words);
    if (text && text !== walker.currentNode.nodeValue) walker.currentNode.nodeValue = text;
  }
}

// `words`: the texts of the group `fault`. Called once a page.
export function listen(words) {
  const box = document.createElement('div');
  box.className = 'nb-faults';
  box.role = 'alert';
  document.querySelector('.gradio-container').append(box);
  const fetched = window.fetch;
  window.fetch = async (...request) => {
    const reply = await fetched(...request);
    if (!reply.ok && silent(String(request[0]?.url ?? request[0]))) {
      reply.clone().json().catch(() => null).then((body) => show(box, messageOf(body, words)));
    }
    return reply;
  };
  new MutationObserver(() => translate(words)).observe(document.body, { childList: true, subtree: true });
}
