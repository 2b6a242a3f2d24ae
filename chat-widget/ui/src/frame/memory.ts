/**
 * What is remembered between page loads. Nothing is written before the visitor has sent something, and where the browser
 * gives no storage to frames it lasts as long as the page.
 */
export class Memory {
  /** What the entries of this widget begin with. */
  readonly prefix: string;
  readonly #storage: Storage | undefined;
  readonly #kept = new Map<string, string>();
  #mayWrite: boolean;

  constructor(key: string) {
    this.prefix = `chat:${key}:`;
    try {
      this.#storage = localStorage;
      this.#storage.getItem(this.prefix);
    } catch {
      this.#storage = undefined;
    }
    this.#mayWrite = this.read('visitor') !== null;
  }

  /** Whether what is written is there again after a reload. */
  get lasts(): boolean {
    return this.#storage !== undefined;
  }

  read<T>(name: string): T | null {
    try {
      const text = this.#kept.get(name) ?? this.#storage?.getItem(this.prefix + name);
      return text ? (JSON.parse(text) as T) : null;
    } catch {
      return null;
    }
  }

  write(name: string, value: unknown): void {
    const text = JSON.stringify(value);
    this.#kept.set(name, text);
    if (this.#mayWrite) this.#put(name, text);
  }

  /** From now on the visitor has asked for what has to be remembered. */
  allow(): void {
    if (this.#mayWrite) return;
    this.#mayWrite = true;
    for (const [name, text] of this.#kept) this.#put(name, text);
  }

  forget(): void {
    this.#kept.clear();
    this.#mayWrite = false;
    try {
      const names = Object.keys(this.#storage ?? {});
      for (const name of names) if (name.startsWith(this.prefix)) this.#storage?.removeItem(name);
    } catch {
      // There is nothing to forget, then.
    }
  }

  #put(name: string, text: string): void {
    try {
      this.#storage?.setItem(this.prefix + name, text);
    } catch {
      // It is full or was taken away: the page remembers for itself.
    }
  }
}
