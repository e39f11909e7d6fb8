/** The part of postject that the standalone executable is made with; it publishes no types. */
declare module "postject" {
  /** Puts `data` into an executable file as the resource `name`, in place. */
  export function inject(
    file: string,
    name: string,
    data: Buffer,
    options: { readonly sentinelFuse: string },
  ): Promise<void>;
}
