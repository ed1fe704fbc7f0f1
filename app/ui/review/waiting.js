// Keys that come before the answers they are about wait for them, in their order; pure.
export class Waiting {
  asked = [];

  // `carryOut(name, argument)` acts; `ready(name)` says whether what the action is about stands there.
  constructor(carryOut, ready) { Object.assign(this, { carryOut, ready }); }

  add(name, argument) {
    this.asked.push([name, argument]);
    this.drain();
  }

  drain() {
    while (this.asked.length && this.ready(this.asked[0][0])) this.carryOut(...this.asked.shift());
  }

  clear() { this.asked = []; }
}
