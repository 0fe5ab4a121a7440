// Changes to the text of one source file. They keep every line where it is, so that a compiler error and a panic still
// name the author's own line; what is added goes behind the last line.

/** Collects replacements of ranges and text to append. */
export class Edits {
  #replaced = [];
  #appended = [];

  /** Puts `text` in the place of a node's range. */
  replace(range, text) {
    const before = range.source.text.substring(range.start, range.end);
    const lines = before.split("\n").length - text.split("\n").length;
    this.#replaced.push({ start: range.start, end: range.end, text: text + "\n".repeat(Math.max(0, lines)) });
  }

  /** Adds text behind the file. */
  append(text) {
    this.#appended.push(text);
  }

  /** Whether something in a range is replaced already, or what it lies in. */
  touches({ start, end }) {
    return this.#replaced.some((edit) => edit.start < end && start < edit.end);
  }

  /** Whether nothing changes. */
  get empty() {
    return !this.#replaced.length && !this.#appended.length;
  }

  /** The changed text. */
  apply(text) {
    let out = "";
    let from = 0;
    for (const edit of this.#replaced.sort((a, b) => a.start - b.start)) {
      out += text.substring(from, edit.start) + edit.text;
      from = edit.end;
    }
    return `${out}${text.substring(from)}\n${this.#appended.join("\n")}\n`;
  }
}
