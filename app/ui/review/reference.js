// An answer becomes a reference of its question, or stops being one; the judgements of every run follow.
import { askName } from './dialogs.js';
import { ask } from './listing.js';
import { follow } from './opening.js';
import { enqueue, waitsFor } from './outbox.js';
import { adopt, fetchCards, idsAround, paintFocus, paintPair } from './panel.js';
import { L, article, asking, cardOf, current, forgetCards, idsOf, onlyVisits, say, state } from './screen.js';

const FOLLOW_EVERY = 700;
let following = null;

export function toggleReference(language = state.side) {
  if (onlyVisits()) { say('idle', L.reviewers_only); return; }
  const card = cardOf(current(), language);
  if (!card || !['open', 'added'].includes(card.acceptable)) { say('idle', card ? L.not_acceptable : L.not_yet); return; }
  if (!state.reviewer) { askName(); return; }
  changeReference(card, card.acceptable === 'open');
}

export function changeReference(card, on) {
  state.side = card.language;
  paintFocus();
  article(card.language)?.querySelector('[data-accept]')?.setAttribute('aria-busy', 'true');
  enqueue({ kind: 'reference', run: state.run, item: card.id, language: card.language, on });
}

// The answer may stand under several arms, and both sides share their references: what is cached is read again.
export function settleReference(card, entry) {
  state.lastAccepted = entry.on ? card : null;
  forgetCards(current() ? idsOf(current()) : []);
  if (!waitsFor(card.id)) adopt(card);
  follow().catch(() => {});
  readSight();
}

// The cards in sight stay until they are read anew, so that no key is lost meanwhile, nor a comment being typed.
function readSight() {
  const row = current();
  if (!row) return;
  const ids = idsOf(row);
  const ticket = state.asked;
  ask('read_cards', asking({ ids })).then((cards) => {
    const comment = document.activeElement?.closest('[data-comment]');
    const overtaken = ticket !== state.asked;
    if (current() === row && comment) { comment.addEventListener('blur', readSight, { once: true }); return; }
    if (current() === row && overtaken) { readSight(); return; }
    cards.forEach((card) => (overtaken ? state.cards.delete(card.id) : state.cards.set(card.id, card)));
    if (current() === row) paintPair();
    fetchCards(idsAround(state.at)).catch(() => {});
    followJudging();
  }).catch(followJudging);
}

// Judgements follow a change of references by and by: what is in sight is read again until they have.
function followJudging() {
  clearTimeout(following);
  const row = current();
  if (row && idsOf(row).some((id) => state.cards.get(id)?.judging)) following = setTimeout(readSight, FOLLOW_EVERY);
}
