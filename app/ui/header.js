// The open tab and run stand in the address, so that a reload, a change of language, Back and a link come to them.
import { changed, named, place, placeRun } from './address.js';
import { listen } from './faults.js';

const PATIENCE = 5000; // milliseconds after which an answer of the server is no longer waited for

const tab = (id) => document.querySelector(`#nb-tabs [role="tab"][data-tab-id="${CSS.escape(id)}"]`);

const first = () => document.querySelector('#nb-tabs [role="tab"]')?.dataset.tabId;

const selected = () => document.querySelector('#nb-tabs [role="tab"][aria-selected="true"]')?.dataset.tabId;

const wanted = () => (/^#[a-z]+$/.test(window.location.hash) ? window.location.hash.slice(1) : '');

// The tab that Back, Forward or a link asks for; opening it is no further step.
let asked = '';

function remember() {
  const id = selected();
  if (!id || id === wanted() || (!wanted() && id === first())) { if (id === asked) asked = ''; return; }
  if (asked) return;
  place({ tab: id }, true);
}

// Opens a tab, unless the visitor was quicker and has left the first one by now.
function restore(id, tries) {
  const open = () => { asked = ''; remember(); };
  if (id === first() || (selected() && selected() !== first())) { open(); return; }
  if (tab(id)) { tab(id).click(); setTimeout(open, 1000); }
  else if (tries > 0) setTimeout(restore, 50, id, tries - 1);
  else open();
}

// Opens what the address names.
function follow() {
  const id = wanted() || first();
  if (id !== selected() && tab(id)) { asked = id; tab(id).click(); }
  document.dispatchEvent(new CustomEvent('narabe.address'));
}

// `component`: what Gradio hands to a component's script.
export function start({ element, props, trigger, watch }) {
  const lang = props.ja ? 'ja' : 'en';
  place({ lang });
  const home = `${window.location.pathname}?lang=${lang}`;
  element.querySelector('.nb-brand').href = home;
  element.querySelectorAll('.nb-lang a').forEach((link) => {
    link.addEventListener('click', () => { link.href = changed(window.location, { lang: link.hreflang }); });
  });
  new MutationObserver(remember).observe(document.body, { subtree: true, attributeFilter: ['aria-selected'] });

  // Who is grading; asked for, and changed, on the Review tab.
  const who = element.querySelector('[data-nb-who]');
  who.textContent = (window.gradio_config && window.gradio_config.username) || localStorage.getItem('narabe.reviewer') || '';
  who.hidden = !who.textContent;
  who.addEventListener('click', () => tab('review')?.click());

  // Into and out of the login, where there is one.
  const door = element.querySelector('[data-nb-door]');
  const { login } = document.documentElement.dataset;
  door.hidden = !login;
  door.textContent = login === 'in' ? props.labels.logout : props.labels.login;
  door.href = login === 'in' ? '/logout' : '/login';

  // One run for the whole page: the address's, or the one that this window showed before.
  // The server is asked for one run at a time; until it has answered, what it says is of an earlier one.
  let told = false;
  let open = null;
  let count = 0;
  let wished = '';
  const ask = () => {
    if (open !== null) return;
    wished = named().run || sessionStorage.getItem('narabe.run') || '';
    count += 1;
    const mine = open = count;
    trigger('address', { run: wished, count });
    setTimeout(() => { if (open === mine) open = null; }, PATIENCE);
  };
  watch('value', () => {
    if (open !== null && props.value?.asked !== open) return;
    open = null;
    if (!props.value?.run) return;
    if (props.value.asked && named().run && named().run !== wished) { ask(); return; }
    sessionStorage.setItem('narabe.run', props.value.run);
    placeRun(props.value.run, told);
    told = true;
    document.dispatchEvent(new CustomEvent('narabe.run'));
  });
  document.addEventListener('narabe.only', ({ detail }) => {
    place({ no: '', side: '', only: detail.only, tab: 'review' }, true);
    follow();
  });
  ask();
  window.addEventListener('popstate', () => { follow(); ask(); });

  asked = wanted();
  if (asked) restore(asked, 60);
  listen(props.faults);
}
