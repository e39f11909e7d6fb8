variable "PYTHON_VERSIONS" {
  default = "3.13.5,3.14.0"
}

# What is exported is the folder images/VERSION: the image itself, made by pyverify.
target "default" {
  name       = "source-${replace(version, ".", "-")}"
  matrix     = { version = split(",", PYTHON_VERSIONS) }
  dockerfile = "Containerfile"
  args       = { PYTHON_VERSION = version }
  output     = ["type=local,dest=images/${version}"]
}
