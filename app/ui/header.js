// The open tab stands in the address (#review), so that a reload or a change of language comes back to it.
import { listen } from './faults.js';

const tab = (id) => document.querySelector(`#nb-tabs [role="tab"][data-tab-id="${CSS.escape(id)}"]`);

const selected = () => document.querySelector('#nb-tabs [role="tab"][aria-selected="true"]')?.dataset.tabId;

// The tab that the address names, unless the visitor was quicker and has left the first one by now.
function restore(id, tries) {
  const first = document.querySelector('#nb-tabs [role="tab"]')?.dataset.tabId;
  if (id === first || (selected() && selected() !== first)) return;
  if (tab(id)) tab(id).click();
  else if (tries > 0) setTimeout(restore, 50, id, tries - 1);
}

function remember() {
  const id = selected();
  if (!id || `#${id}` === location.hash) return;
  history.replaceState(null, '', `#${id}`);
}

// `component`: what Gradio hands to a component's script.
export function start({ element, props }) {
  element.querySelectorAll('.nb-lang a').forEach((link) => {
    link.addEventListener('click', () => { link.hash = location.hash; });
  });
  new MutationObserver(remember).observe(document.body, { subtree: true, attributeFilter: ['aria-selected'] });

  // Who is grading; asked for, and changed, on the Review tab.
  const who = element.querySelector('[data-nb-who]');
  who.textContent = (window.gradio_config && window.gradio_config.username) || localStorage.getItem('narabe.reviewer') || '';
  who.hidden = !who.textContent;
  who.addEventListener('click', () => tab('review')?.click());

  const wanted = location.hash.slice(1);
  if (/^[a-z]+$/.test(wanted)) restore(wanted, 60);
  listen(props.faults);
}
