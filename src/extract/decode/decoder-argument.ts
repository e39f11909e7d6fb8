/** What makes a bundle the decoding process. No command has such a name. */
export const decoderArgument = "(decoder)";
