#!/bin/sh
# The configure script of a made-up CPython: as the real one it is run in a folder of its own, leaves
# a Makefile there, and refuses what it does not know.
set -eu
prefix=/usr/local
for argument; do
  case $argument in
    --prefix=*) prefix=${argument#--prefix=} ;;
    --enable-optimizations | --without-static-libpython | --with-ensurepip=*) ;;
    *)
      echo "configure: error: unrecognized option: $argument" >&2
      exit 1
      ;;
  esac
done
[ ! -e "$(dirname "$0")/Makefile" ]
cat >Makefile <<MAKEFILE
all: python3
python3:
	printf '#!/bin/sh\necho "Python @VERSION@, epoch $SOURCE_DATE_EPOCH, compilation $(cat /proc/sys/kernel/random/uuid)"\n' >python3
	chmod 755 python3
install: all
	mkdir -p $prefix/bin $prefix/lib/python@SERIES@/test
	cp python3 $prefix/bin
	touch $prefix/lib/python@SERIES@/test/test_empty.py $prefix/lib/python@SERIES@/this.py
MAKEFILE
