/**
 * The limits on what an archive may cost. CPython 3.14.0 unpacks 23 MB into 112 MB in 5,475
 * entries, the largest file being 4.3 MB, and each release is a few per cent larger than the one
 * before; every limit leaves room for a tree of about nine times that size and stops a bomb within
 * seconds.
 */
export const limits = {
  /** headers of the archive; and files, folders and links of the tree, also folders without a header */
  entries: 50_000,
  /** Parts of a name, each of which makes a folder. CPython has 10. */
  nameParts: 64,
  /** Characters of all paths and link targets, which are kept in memory. CPython has 250,000. */
  allNames: 4 * 1024 * 1024,
  /** bytes of one file */
  fileBytes: 64 * 1024 * 1024,
  /** bytes of the whole decompressed archive */
  archiveBytes: 1024 * 1024 * 1024,
  /** Decompressed by compressed bytes. CPython has 5; DEFLATE cannot exceed 1,032, LZMA2 about 7,000. */
  compressionRatio: 100,
  /** The ratio counts from here on, since the zeros that end a small archive compress very well. */
  ratioFreeBytes: 1024 * 1024,
  /** Memory of the .xz decoder in bytes: `xz -9` needs 65 MiB, CPython's 8 MiB dictionary 9 MiB. */
  decoderMemory: 80 * 1024 * 1024,
  /** bytes of a pax header or GNU long name, each of which holds little more than one name */
  extensionBytes: 64 * 1024,
  /** bytes of one part of a name: NAME_MAX of Linux */
  namePartBytes: 255,
  /** bytes of a whole name or link target: PATH_MAX of Linux */
  nameBytes: 4096,
} as const;
