/** What makes the standalone executable the decoding process. No command has such a name. */
export const decoderArgument = "(decoder)";
