# docker buildx bake              the image, for both platforms
# docker buildx bake image-zstd   the same with zstd layers: less to pull, for engines that take them
# docker buildx bake image-debug  the same with a shell, for CI jobs that cannot run without one
# docker buildx bake standalone   the executable for images without Node, also for both
# docker buildx bake local        the image for this machine alone, into its engine
#
# Every variable can be given in the environment. SOURCE_DATE_EPOCH is one that BuildKit itself
# knows: with it, and with `rewrite-timestamp`, two builds of one commit give the same bytes.

variable "IMAGE" {
  default = "ghcr.io/pyverify/pyverify"
}

variable "VERSION" {
  default = "1.0.0"
}

variable "REVISION" {
  default = "unknown"
}

variable "NODE_IMAGE" {
  default = "node:24-trixie"
}

variable "BASE_IMAGE" {
  default = "gcr.io/distroless/nodejs24-debian13:nonroot"
}

variable "DEBUG_BASE_IMAGE" {
  default = "gcr.io/distroless/nodejs24-debian13:debug-nonroot"
}

# Files for `npm ci` behind a registry of your own; empty means that there are none.
variable "NPMRC" {
  default = ""
}

variable "CA_CERTIFICATES" {
  default = ""
}

# `host` where `npm ci` and `apt-get` reach their registries from the machine's own network only;
# bake asks for `--allow network.host` then.
variable "NETWORK" {
  default = "default"
}

# 1.2.3 is also 1.2 and 1; a pre-release, as 1.2.3-rc.1, is only itself.
function "tags" {
  params = [version]
  result = length(regexall("^[0-9]+[.][0-9]+[.][0-9]+$", version)) == 0 ? [version] : [
    version,
    join(".", slice(split(".", version), 0, 2)),
    split(".", version)[0],
  ]
}

# Labels describe one image, annotations the index of both, where registries look for them.
index_annotations = [
  "index:org.opencontainers.image.title=pyverify",
  "index:org.opencontainers.image.description=Downloads a CPython source release, verifies its Sigstore signature against the release manager, and extracts it",
  "index:org.opencontainers.image.source=https://github.com/pyverify/pyverify",
  "index:org.opencontainers.image.documentation=https://github.com/pyverify/pyverify#readme",
  "index:org.opencontainers.image.licenses=Apache-2.0",
  "index:org.opencontainers.image.version=${VERSION}",
  "index:org.opencontainers.image.revision=${REVISION}",
]

group "default" {
  targets = ["image"]
}

target "_common" {
  context    = "."
  dockerfile = "Containerfile"
  network    = NETWORK
  args = {
    NODE_IMAGE = NODE_IMAGE
    BASE_IMAGE = BASE_IMAGE
    VERSION    = VERSION
    REVISION   = REVISION
  }
  secret = concat(
    NPMRC == "" ? [] : ["type=file,id=npmrc,src=${NPMRC}"],
    CA_CERTIFICATES == "" ? [] : ["type=file,id=ca,src=${CA_CERTIFICATES}"],
  )
}

target "image" {
  inherits    = ["_common"]
  target      = "image"
  platforms   = ["linux/amd64", "linux/arm64"]
  tags        = [for tag in tags(VERSION) : "${IMAGE}:${tag}"]
  annotations = index_annotations
}

# The layers of the base are compressed anew, too: they are no longer those that other images on
# distroless share. By the annotation Podman and Skopeo know zstd before they pull, and Skopeo would
# add it, and so change the digest, if it were not there.
target "image-zstd" {
  inherits    = ["image"]
  tags        = concat(["${IMAGE}:zstd"], [for tag in tags(VERSION) : "${IMAGE}:${tag}-zstd"])
  annotations = concat(
    index_annotations,
    ["manifest-descriptor:io.github.containers.compression.zstd=true"],
  )
  output      = ["type=image,compression=zstd,compression-level=19,force-compression=true"]
}

# Distroless's own variant with busybox in /busybox, and pyverify's layer, which is the same one.
target "image-debug" {
  inherits = ["image"]
  args     = { BASE_IMAGE = DEBUG_BASE_IMAGE }
  tags     = concat(["${IMAGE}:debug"], [for tag in tags(VERSION) : "${IMAGE}:${tag}-debug"])
}

target "standalone" {
  inherits  = ["_common"]
  target    = "standalone"
  platforms = ["linux/amd64", "linux/arm64"]
  tags      = concat(["${IMAGE}:standalone"], [for tag in tags(VERSION) : "${IMAGE}:${tag}-standalone"])
}

target "local" {
  inherits = ["_common"]
  target   = "image"
  tags     = [for tag in tags(VERSION) : "${IMAGE}:${tag}"]
  output   = ["type=docker"]
}
