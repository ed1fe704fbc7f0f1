// What Gradio gives the screen, how nodes are made and found, and what is open. Text only ever enters as text nodes.
import { sidesOf } from './rows.js';

export let element;
export let props;
export let server;
export let trigger;
export let L;
let listening = new AbortController();

// `attach` is called when the component is mounted; a screen mounted before hears nothing any more.
export function attach(component) {
  listening.abort();
  listening = new AbortController();
  ({ element, props, server, trigger } = component);
  L = props.labels;
  Object.assign(state, fresh());
}

export const onDocument = (type, handler) => document.addEventListener(type, handler, { signal: listening.signal });
export const attached = () => !listening.signal.aborted && element.isConnected;
export const find = (name) => element.querySelector(`[data-${name}]`);

export function h(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === true) node.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ''));
  return node;
}

export function say(kind, text) {
  find('status').replaceChildren(h('span', { class: `rv-said-${kind}` }, text));
}

const fresh = () => ({
  runs: [], run: null, only: null, arms: [], arm: '', rows: new Map(), view: [], at: -1, side: 'ja', queue: 'unreviewed', search: '',
  filters: {}, order: '', review: null, loading: false, painting: false, stuck: false, choice: null, reviewer: '',
  blind: localStorage.getItem('narabe.blind') === '1', advance: localStorage.getItem('narabe.advance') !== '0',
  lastAccepted: null, raw: false, cards: new Map(), coming: new Map(), drafts: new Map(), groups: new Map(), asked: 0,
  turn: 0, reading: false, waits: new Set(), adjudicable: new Set(), counts: null, given: [],
});
// `coming`: the cards on their way, by item. `view`: the keys of the list's rows; `rows`: those that were read, by key; `waits`, `adjudicable`: what the server said of all.
export const state = fresh();

export const remember = (name, value) => sessionStorage.setItem(`narabe.${name}`, value);
export const recall = (name) => sessionStorage.getItem(`narabe.${name}`) || '';
export const current = () => state.rows.get(state.view[state.at]);
export const cardOf = (row, language) => row && row.sides[language] && state.cards.get(row.sides[language].item_id);
export const article = (language) => find('pair').querySelector(`[data-language="${language}"]`);
export const commentInput = (language) => article(language)?.querySelector('[data-comment]');
export const blinded = () => !state.review?.oversees && Boolean(state.blind || state.review?.blind);
export const shared = () => Boolean(state.review) && state.review.mode !== 'all';
export const asking = (more) => ({ run: state.run, reviewer: state.reviewer, blind: blinded(), ...more });
export const sampleOf = (queue) => state.review?.samples.find((one) => one.source === queue);
// The rail, where it is folded.
export function unfold(open) {
  find('root').classList.toggle('rv-open', open);
  find('fold').setAttribute('aria-expanded', String(open));
}
// What is to happen when the answers of the question that is open stand there.
export const hooks = { ready: () => {}, failed: () => {}, shown: () => {} };
// The cards, but some, are read anew; what was asked for before reaches nobody.
export function forgetCards(but = []) {
  state.cards = new Map([...state.cards].filter(([id]) => but.includes(id)));
  state.coming = new Map();
}

export const idsOf = (row) => sidesOf(row).map((side) => side.item_id);

// A visitor grades, and changes nothing for others: the server would refuse it.
export const onlyVisits = () => document.documentElement.dataset.role === 'visitor';
