# make              build build/candor
# make demo         install what is missing, build, and scan the sample applicants
# make check        install what is missing, build, and pass every test, with sanitizers too
# make check-quick  the tests of the ordinary build only
# make bench        measure: medians, against a floor in the same run; BENCH="match scan start": only these
# make calibrate    the rules against real cases and genuine applicants: recall, false alarms
# make fuzz-NAME SECONDS=60   run one fuzz target (needs clang)
# make install      PREFIX=/usr/local DESTDIR=
# make uninstall    PREFIX=/usr/local DESTDIR=
# make lint         the rules of the house
# make clean        remove build/
#
# V=1 shows the commands.
# SAN=1 builds any target under the address and undefined-behaviour sanitizers.

CC      ?= cc
CXX     ?= c++
CFLAGS  ?= -O2 -g
PREFIX  ?= /usr/local
PKGS     = libpcre2-8 jansson yaml-0.1 libpsl zlib nettle simdjson expat sqlite3
SHELL    = /bin/sh

WARN = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla -Wundef -Wformat=2 -Wwrite-strings -Wcast-qual \
       -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wswitch-enum -Wimplicit-fallthrough
ifdef DEV
WARN += -Werror
endif

# Hardening and sanitizers exclude each other; each variant has its own folder.
ifdef SAN
VARIANT = san
MODE    = -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
PROGRAM = build/san/candor
else
VARIANT = std
MODE    = -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection
LDMODE  = -Wl,-z,relro,-z,now -Wl,--as-needed
PROGRAM = build/candor
endif
B = build/$(VARIANT)

VERSION := 0.1.0
override CPPFLAGS += -D_GNU_SOURCE -DCANDOR_VERSION='"$(VERSION)"' -DPCRE2_CODE_UNIT_WIDTH=8 -Isrc -Itests
override CPPFLAGS += $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
override CFLAGS   += -fvisibility=hidden -fPIE -pthread $(MODE)
override LDFLAGS  += -pie -pthread
override LDLIBS   += $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lstdc++ -lm
CSTD   = -std=c11 $(WARN)
CXXSTD = -std=c++17 -fno-exceptions -fno-rtti -Wall -Wextra

SRC    := $(filter-out src/main.c src/embed/% src/fetch/%,$(wildcard src/*.c src/*/*.c))
LIB    := $(SRC:%.c=$(B)/%.o) $(patsubst %.cc,$(B)/%.o,$(wildcard src/*/*.cc)) $(B)/gen/embedded.o
BASE   := $(filter $(B)/src/base/%,$(LIB))
EMBED  := $(patsubst %.c,$(B)/%.o,$(wildcard src/embed/*.c))
# A program of its own, so that the one that scans does not link libcurl.
FETCHER := $(dir $(PROGRAM))candor-fetch
FETCH  := $(patsubst %.c,$(B)/%.o,$(wildcard src/fetch/*.c))
# The slow evaluator of rules, and what makes rules and events at random: for tests only.
ORACLE := $(patsubst %.c,$(B)/%.o,$(wildcard tests/oracle/*.c))
UNIT   := $(patsubst %.c,$(B)/%.o,$(wildcard tests/unit/*.c))
FUZZ   := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
PACK   := $(shell find rules -type f 2>/dev/null | LC_ALL=C sort)

INSTALLED = bin libexec/candor share/man/man1 share/bash-completion/completions share/zsh/site-functions

all: $(PROGRAM) $(FETCHER)
ifndef SAN
all: $(B)/candor.1 $(B)/candor.bash $(B)/_candor
endif

# A test function is known by the list that is made of the file names.
$(UNIT) $(FUZZ:%=$(B)/tests/fuzz/fuzz_%.o): CSTD += -Wno-missing-prototypes

# What is being made; with V=1 the whole command, with -s nothing.
Q = $(if $(V),,@$(if $(findstring s,$(firstword -$(MAKEFLAGS))),,echo "  $@";))

LINK = $(Q)$(CC) $(CFLAGS) $(LDFLAGS) $(LDMODE) $(filter-out %.h,$^) $(LDLIBS) -o $@

$(PROGRAM): $(B)/src/main.o $(B)/libcandor.a
	$(LINK)
# The manual page and the completions come from the same tables as --help.
$(B)/candor.1: $(PROGRAM)
	$(Q)$(PROGRAM) help --man >$@
$(B)/candor.bash: $(PROGRAM)
	$(Q)$(PROGRAM) help --bash >$@
$(B)/_candor: $(PROGRAM)
	$(Q)$(PROGRAM) help --zsh >$@
$(B)/unit: $(UNIT) $(ORACLE) $(B)/libcandor.a
	$(LINK)
# unit.c reads the names of the test files from here.
$(B)/gen/unit.list: $(wildcard tests/unit/test_*.c)
	@mkdir -p $(@D)
	@for f in $(notdir $(basename $^)); do echo "UNIT($$f)"; done >$@
$(B)/tests/unit/unit.o: $(B)/gen/unit.list
$(B)/tests/unit/unit.o: override CPPFLAGS += -I$(B)/gen
$(B)/replay-%: $(B)/tests/fuzz/fuzz_%.o $(B)/tests/fuzz/replay.o $(B)/tests/unit/read_file.o $(ORACLE) \
    $(B)/libcandor.a
	$(LINK)
$(B)/bench-%: $(B)/tests/bench/%.o $(B)/libcandor.a
	$(LINK)
# Where libmaxminddb is installed, its look-ups are measured beside ours.
$(B)/bench-address: override LDLIBS += -lmaxminddb
$(B)/libcandor.a: $(LIB)
	@rm -f $@
	@$(AR) rcs $@ $^
# The tool of the build takes from base what it needs, and not the files that it is about to make.
$(B)/libbase.a: $(BASE)
	@rm -f $@
	@$(AR) rcs $@ $^
$(B)/embed: $(EMBED) $(B)/libbase.a
	$(LINK)
$(FETCHER): override LDLIBS += $(shell pkg-config --libs libcurl 2>/dev/null)
$(FETCHER): $(FETCH) $(B)/libbase.a
	$(LINK)
# The files under rules/, as constants: nothing is parsed when the program starts.
$(B)/gen/embedded.c: $(B)/embed $(PACK)
	@mkdir -p $(@D)
	$(Q)$(B)/embed $(PACK) >$@.new
	@mv $@.new $@
$(B)/gen/embedded.o: $(B)/gen/embedded.c
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -O0 -std=c11 -w -c $< -o $@
$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(CSTD) -MMD -MP -c $< -o $@
$(B)/%.o: %.cc
	@mkdir -p $(@D)
	$(Q)$(CXX) $(CPPFLAGS) $(CFLAGS) $(CXXSTD) -MMD -MP -c $< -o $@

# One variant's tests: units, command lines, fuzz corpora, rule examples.
check-variant: $(PROGRAM) $(FETCHER) $(B)/unit $(FUZZ:%=$(B)/replay-%)
	@tests/run.sh $(B) $(PROGRAM)

check-quick:
	@$(MAKE) --no-print-directory check-variant

check: deps
	@$(MAKE) --no-print-directory check-quick
	@$(MAKE) --no-print-directory SAN=1 check-variant

lint:
	@tests/lint.sh

# Somebody in the sample needs a check, so the scan ends with status 1.
demo: deps
	@$(MAKE) --no-print-directory
	@$(PROGRAM) scan --format text --company docs/sample/company.yaml docs/sample/applicants.jsonl || [ $$? -eq 1 ]

# What tests/bench/bench-* measure, each with the floor that it is held against.
bench: $(PROGRAM) $(B)/bench-floor $(B)/bench-slow $(B)/bench-names
bench: $(shell pkg-config --exists libmaxminddb && echo $(B)/bench-address)
	@tests/bench/run.sh $(B) $(PROGRAM) $(BENCH)
$(B)/bench-slow: $(B)/tests/bench/slow.o $(B)/tests/unit/read_file.o $(ORACLE) $(B)/libcandor.a
	$(LINK)
$(B)/bench-floor: $(B)/tests/bench/floor.o
	$(LINK)

# How the rules do on records whose truth is known: CASES=FILE GENUINE=FILE MIRROR=FILE.
calibrate: $(PROGRAM)
	@tests/calibrate/run.sh $(B) $(PROGRAM)

install: all
	install -d $(INSTALLED:%=$(DESTDIR)$(PREFIX)/%)
	install -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/candor
	install -m 755 $(FETCHER) $(DESTDIR)$(PREFIX)/libexec/candor/candor-fetch
	install -m 644 $(B)/candor.1 $(DESTDIR)$(PREFIX)/share/man/man1/candor.1
	install -m 644 $(B)/candor.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/candor
	install -m 644 $(B)/_candor $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_candor

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/candor $(DESTDIR)$(PREFIX)/libexec/candor/candor-fetch \
	    $(DESTDIR)$(PREFIX)/share/man/man1/candor.1 \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions/candor \
	    $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_candor
	[ ! -d $(DESTDIR)$(PREFIX)/libexec/candor ] || rmdir $(DESTDIR)$(PREFIX)/libexec/candor

# What a user's machine needs comes from Debian's packages.
deps:
	@tests/deps.sh

# What is embedded has no code of ours to look into, and takes minutes to compile with the sanitizers.
fuzz-%: $(B)/gen/embedded.o
	@mkdir -p build/fuzz/$*
	clang++ $(CPPFLAGS) -std=c++17 -fno-exceptions -fno-rtti -g -O1 -fsanitize=fuzzer-no-link,address,undefined \
	    -c src/base/json_read.cc -o build/fuzz/json_read.o
	clang $(CPPFLAGS) -std=c11 -g -O1 -fsanitize=fuzzer,address,undefined tests/fuzz/fuzz_$*.c tests/oracle/*.c $(filter-out src/cmd/%,$(SRC)) \
	    $(B)/gen/embedded.o build/fuzz/json_read.o $(LDLIBS) -o build/fuzz/fuzz_$*
	build/fuzz/fuzz_$* -max_total_time=$(or $(SECONDS),60) -artifact_prefix=build/fuzz/$*- build/fuzz/$* tests/fuzz/corpus/$*

clean:
	rm -rf build
help:
	@sed -n '/^$$/q; s/^# \{0,1\}//p' Makefile

.PHONY: all bench calibrate check check-quick check-variant clean demo deps help install lint uninstall
.SECONDARY:
-include $(wildcard $(B)/src/*.d $(B)/src/*/*.d $(B)/tests/*/*.d)
