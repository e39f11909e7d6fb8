/**
 * Loads the parts that follow. Each is code within a comment, since V8 skips a comment and would
 * read through everything else before it runs anything. The text of a part is what V8 itself holds
 * of this file, compiled when the part is first asked for, as it stands, on the lines on which it
 * stands. All that is written otherwise within a part is the end of a comment: with a backslash
 * between the star and the slash.
 *
 * @param {object} program
 * @param {NodeJS.Require} program.require gives Node's own modules, and the addon
 * @param {string} program.programUrl where the program is
 * @param {string} program.programName what a stack calls it
 */
export function partLoader({ require, programUrl, programName }) {
  const { compileFunction } = process.getBuiltinModule("node:vm");
  /** @type {Map<string, { line: number, holder: () => void }>} */
  const parts = new Map();
  /** What each part gives that was asked for. @type {Map<string, unknown>} */
  const given = new Map();

  /**
   * @param {string} name
   * @param {number} line on which the comment begins
   * @param {() => void} holder has nothing in it but the comment
   */
  function part(name, line, holder) {
    parts.set(name, { line, holder });
  }

  /** @param {string} name */
  function read(name) {
    const found = parts.get(name);
    if (found === undefined) throw new Error(`the program has no part ${name}`);
    const code = found.holder.toString();
    const text = code.slice(code.indexOf("/*") + 2, code.lastIndexOf("*/"));
    return { line: found.line, text: text.replace(/\*(\\*)\\\//g, "*$1/") };
  }

  /** Runs a part once. @param {string} name */
  function usePart(name) {
    if (!given.has(name)) {
      const { line, text } = read(name);
      const names = ["usePart", "usePartLater", "require", "programUrl"];
      const where = { filename: programName, lineOffset: line - 1 };
      const run = compileFunction(`"use strict";${text}`, names, where);
      given.set(name, run(usePart, usePartLater, require, programUrl));
    }
    return given.get(name);
  }

  /** As a dynamic import would. @param {string} name */
  async function usePartLater(name) {
    return usePart(name);
  }

  return { part, usePart };
}
