/** Four times the largest source tarball so far, which has 31 MB. */
export const maxTarballBytes = 128 * 1024 * 1024;
/** A hundred times the largest bundle so far, which has 10 kB. */
export const maxBundleBytes = 1024 * 1024;
/** Ten times the largest SBOM so far. */
export const maxSbomBytes = 8 * 1024 * 1024;
/** python.org's own listing has some 30 kB; this leaves room for wordier servers. */
export const maxListingBytes = 4 * 1024 * 1024;
