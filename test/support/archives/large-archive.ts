import { archive, file, folder } from "./tar-builder.ts";

/** What CPython 3.13.5 has, roughly. */
const filesOfCPython = 4_800;
const filesPerFolder = 12;

/**
 * The pieces of a tar archive as large as CPython's times a factor, with as many files, as
 * compressible: the same factor gives the same bytes.
 */
export function* largeArchive(factor: number): Generator<Buffer> {
  // Its end marker is left for the end.
  yield archive().subarray(0, -1024);
  const random = generator(1);
  for (let index = 0; index < filesOfCPython * factor; index += 1) {
    const parent = `made-up-${Math.floor(index / filesPerFolder)}`;
    if (index % filesPerFolder === 0) yield folder(`${parent}/`);
    // A few files are large and most are small, 22 KB on average.
    const size = Math.floor(2_000 + 400_000 * random() ** 19);
    yield file(`${parent}/file_${index}.py`, text(size, random));
  }
  yield Buffer.alloc(10_240);
}

const words = Array.from({ length: 600 }, (_, index) => `word_${(index * 7919) % 9973}`);

function text(size: number, random: () => number): string {
  const parts: string[] = [];
  for (let length = 0; length < size;) {
    const word = words[Math.floor(random() ** 2 * words.length)] ?? "";
    parts.push(word);
    length += word.length + 1;
  }
  return parts.join(" ").slice(0, size);
}

/** https://en.wikipedia.org/wiki/Linear_congruential_generator, the constants of Numerical Recipes. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
