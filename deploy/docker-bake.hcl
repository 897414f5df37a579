# docker buildx bake -f deploy/docker-bake.hcl            builds for both processors
# docker buildx bake -f deploy/docker-bake.hcl local      builds for this machine and loads it into the engine
# With IMAGE=registry.example/pulse-erp TAG=1.2.3 and --push the result goes to a registry.

variable "IMAGE" {
  default = "pulse-erp"
}

variable "TAG" {
  default = "latest"
}

variable "REVISION" {
  default = "unknown"
}

group "default" {
  targets = ["pulse"]
}

target "common" {
  context    = "."
  dockerfile = "deploy/Dockerfile"
  tags       = ["${IMAGE}:${TAG}"]
  args = {
    VERSION  = TAG
    REVISION = REVISION
  }
}

target "pulse" {
  inherits  = ["common"]
  platforms = ["linux/amd64", "linux/arm64"]
}

target "local" {
  inherits = ["common"]
  output   = ["type=docker"]
}
