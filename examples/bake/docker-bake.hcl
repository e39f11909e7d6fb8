variable "PYTHON_VERSIONS" {
  default = "3.11.2,3.13.5,3.14.0"
}

target "default" {
  name       = "python-${replace(version, ".", "-")}"
  matrix     = { version = split(",", PYTHON_VERSIONS) }
  dockerfile = "Containerfile"
  args       = { PYTHON_VERSION = version }
  platforms  = ["linux/amd64", "linux/arm64"]
  tags       = ["example.com/python-source:${version}"]
}
