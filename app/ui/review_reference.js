// An answer becomes a reference of its question, or stops being one; the judgements of every run follow.
function referenceButton(card) {
  if (!['open', 'added'].includes(card.acceptable)) return null;
  const on = card.acceptable === 'added';
  return h('button', { type: 'button', class: 'rv-accept', 'data-accept': true, 'aria-pressed': String(on), 'aria-keyshortcuts': 'A', title: L.accept_title },
    h('kbd', { 'aria-hidden': 'true' }, 'A'), on ? L.accepted : L.accept);
}

function toggleReference(language = state.side) {
  const card = cardOf(current(), language);
  if (!card || !['open', 'added'].includes(card.acceptable)) { say('idle', card ? L.not_acceptable : ''); return; }
  if (!state.reviewer) { askName(); return; }
  changeReference(card, card.acceptable === 'open');
}

function changeReference(card, on) {
  state.side = card.language;
  paintFocus();
  article(card.language)?.querySelector('[data-accept]')?.setAttribute('aria-busy', 'true');
  enqueue({ kind: 'reference', run: state.run, item: card.id, language: card.language, on });
}

// The answer may stand under several arms, and both sides share their references: what is cached is read again.
function settleReference(card, entry) {
  state.lastAccepted = entry.on ? card : null;
  state.cards.clear();
  state.cards.set(card.id, card);
  const row = current();
  fetchCards(idsAround(state.at)).then(() => { if (current() === row) paintPair(); }).catch(() => {});
  loadIndex().then(refreshRail).catch(() => {});
}
