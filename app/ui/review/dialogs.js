// The reviewer's name, and going to a number.
import { buildView, showAll } from './list.js';
import { loadIndex, loadReview } from './opening.js';
import { paintPair, rebuild, show } from './panel.js';
import { L, find, state } from './screen.js';
import { fill, plain } from './text.js';

export function paintName() {
  const chip = document.querySelector('[data-nb-who]');
  if (!chip) return;
  chip.textContent = state.reviewer;
  chip.title = L.name_change;
  chip.hidden = !state.reviewer;
}

export function askName() {
  find('name-input').value = state.reviewer;
  if (!find('name-dialog').open) find('name-dialog').showModal();
}

// The server is told who asks for results where nobody logs in: those of a blind run wait for one's own verdicts.
export const sign = (name) => { document.cookie = `narabe_reviewer=${encodeURIComponent(name)}; path=/; max-age=31536000; samesite=lax`; };

export function takeName() {
  const name = find('name-input').value.normalize('NFKC').trim();
  if (!name) return;
  const changed = name !== state.reviewer;
  state.reviewer = name;
  localStorage.setItem('narabe.reviewer', name);
  sign(name);
  paintName();
  if (!changed) return;
  state.cards.clear();
  paintPair();
  loadReview().then(loadIndex).then(() => rebuild());
}

// The rail folds again on a phone once something was chosen in it.
export const closed = () => find('root').classList.remove('rv-open');

export function openGoto() {
  find('goto-input').value = '';
  find('goto-missing').textContent = '';
  find('goto-dialog').showModal();
}

export function goTo(event) {
  const wanted = plain(find('goto-input').value.trim());
  const hit = (row) => plain(row.no) === wanted;
  if (!state.view.some(hit) && state.rows.some(hit)) { showAll(); buildView([]); }
  const position = state.view.findIndex(hit);
  if (position >= 0) { show(position); return; }
  event.preventDefault();
  find('goto-missing').textContent = fill(L.goto_missing, { number: find('goto-input').value });
}
