/** A map of bounded size: what was asked for longest ago goes first. @template K, V */
export class Lru {
  /** @type {Map<K, V>} */
  #entries = new Map();
  #size;

  /** @param {number} size */
  constructor(size) {
    this.#size = size;
  }

  /** @param {K} key @returns {V | undefined} */
  get(key) {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  /** @param {K} key @param {V} value never undefined */
  set(key, value) {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#size) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      break;
    }
  }

  /** @param {K} key */
  delete(key) {
    this.#entries.delete(key);
  }

  get size() {
    return this.#entries.size;
  }
}
