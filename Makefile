# SPDX-License-Identifier: GPL-2.0-or-later
# purple-msnp: `make`, `make check`, `make fuzz`, `make demo`, `make bench`, `make install`. V=1 shows the commands.

PKG_CONFIG ?= pkg-config
CC ?= cc
CFLAGS ?= -O2 -g
BUILD ?= build
DESTDIR ?=
INSTALL ?= install
MSGFMT ?= msgfmt
HOME_PLUGINS ?= $(HOME)/.purple/plugins
HOME_EMOTICONS ?= $(HOME)/.purple/smileys/purple-msnp

VERSION := 0.1.0
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
	-Wpointer-arith -Wundef -Wwrite-strings -Wvla -Wformat=2 -Wimplicit-fallthrough \
	-Wno-unused-parameter -Werror

# Asked of pkg-config only by targets that build, so that `make check` can install it first.
pkg = $(shell $(PKG_CONFIG) $(1))
CORE_PKGS := glib-2.0 libcrypto
PLUGIN_PKGS := purple glib-2.0 libcrypto libmspack
# Of the unit tests: the core and the part of the glue that knows nothing of libpurple.
UNIT_PKGS := $(CORE_PKGS) libmspack
SERVER_PKGS := gio-2.0 gio-unix-2.0 openssl libxml-2.0
PURPLE_TEST_PKGS := purple gio-2.0 gio-unix-2.0

# PREFIX left empty installs where this machine's libpurple looks.
PREFIX ?=
PLUGINDIR ?= $(if $(PREFIX),$(PREFIX)/lib/purple-2,$(call pkg,--variable=plugindir purple))
DATADIR ?= $(if $(PREFIX),$(PREFIX)/share,$(call pkg,--variable=datadir purple))
ICONDIR = $(DATADIR)/pixmaps/pidgin/protocols
EMOTICONDIR = $(DATADIR)/pixmaps/pidgin/emotes/purple-msnp
LOCALEDIR ?= $(DATADIR)/locale

BASE_CFLAGS = -std=gnu11 $(WARNINGS) -Isrc -fvisibility=hidden -DMSNP_VERSION='"$(VERSION)"' -MMD -MP

CORE_SRC := $(sort $(wildcard src/msnp/*.c))
GLUE_SRC := $(sort $(wildcard src/purple/*.c))
# What looks at every byte that comes is made for speed, all else small: the rest takes as many instructions either way.
HOT_SRC := $(patsubst %,src/msnp/%.c,arena inbuf wire xmltree)
COLD_SRC := $(filter-out $(HOT_SRC),$(CORE_SRC) $(GLUE_SRC))
# The part of the glue that knows nothing of libpurple, so that unit tests can have it.
PURE_GLUE := $(addprefix src/purple/,markup.c buffer.c httpmsg.c tunnel.c plus.c image.c shortcuts.c cab.c)
SERVER_SRC := $(filter-out tests/server/test-%,$(sort $(wildcard tests/server/*.c)))
REPLAY_SRC := $(sort $(wildcard tests/replay/*.c))
REPLAYS := $(sort $(wildcard tests/replay/*.msnp))
RIG_SRC := $(filter-out tests/purple/test-%,$(sort $(wildcard tests/purple/*.c)))
UNIT_KIT := $(filter-out tests/unit/test-%,$(sort $(wildcard tests/unit/*.c)))
UNIT_TESTS := $(patsubst tests/unit/%.c,%,$(sort $(wildcard tests/unit/test-*.c)))
BARE_SRC := tests/bench/bare.c tests/bench/bare-floor.c
BENCH_SRC := $(filter-out tests/bench/host.c tests/bench/count.c $(BARE_SRC),$(sort $(wildcard tests/bench/*.c)))
PURPLE_TESTS := $(patsubst tests/purple/%.c,%,$(sort $(wildcard tests/purple/test-*.c)))

objects = $(patsubst %.c,$(BUILD)/$(1)/%.o,$(2))

ifeq ($(V),1)
say =
quiet =
else
say = @printf '  %-6s %s\n' '$(1)' '$(2)';
quiet = @
endif

# What the user reads, in each language.
LANGUAGES := $(shell sed 's/\#.*//' po/LINGUAS)
CATALOGUES := $(patsubst %,$(BUILD)/locale/%/LC_MESSAGES/purple-msnp.mo,$(LANGUAGES))

DESKTOP_ENTRY := $(BUILD)/data/purple-msnp.desktop
METAINFO := $(BUILD)/data/im.pidgin.Pidgin.purple_msnp.metainfo.xml

.PHONY: all
all: $(BUILD)/libmsnp.so $(CATALOGUES) $(DESKTOP_ENTRY) $(METAINFO)

# ---- the plugin ----
# Two sets of objects: plain/ for use, asan/ for tests. Both are position independent.

define variant
$$(BUILD)/$(1)/src/msnp/%.o: src/msnp/%.c | packages-present
	@mkdir -p $$(@D)
	$$(call say,CC,$$@)$$(CC) $$(CPPFLAGS) $$(CFLAGS) $$(BASE_CFLAGS) $(2) -fPIC $$(call pkg,--cflags $$(CORE_PKGS)) -c $$< -o $$@

$$(BUILD)/$(1)/src/purple/%.o: src/purple/%.c | packages-present
	@mkdir -p $$(@D)
	$$(call say,CC,$$@)$$(CC) $$(CPPFLAGS) $$(CFLAGS) $$(BASE_CFLAGS) $(2) -fPIC -DGETTEXT_PACKAGE='"purple-msnp"' -DLOCALEDIR='"$$(LOCALEDIR)"' $$(call pkg,--cflags $$(PLUGIN_PKGS)) -c $$< -o $$@

$$(BUILD)/$(1)/tests/server/%.o: tests/server/%.c | packages-present
	@mkdir -p $$(@D)
	$$(call say,CC,$$@)$$(CC) $$(CPPFLAGS) $$(CFLAGS) $$(BASE_CFLAGS) $(2) -Itests/server $$(call pkg,--cflags $$(SERVER_PKGS)) -c $$< -o $$@

$$(BUILD)/$(1)/tests/purple/%.o: tests/purple/%.c | packages-present
	@mkdir -p $$(@D)
	$$(call say,CC,$$@)$$(CC) $$(CPPFLAGS) $$(CFLAGS) $$(BASE_CFLAGS) $(2) -Itests/purple $$(call pkg,--cflags $$(PURPLE_TEST_PKGS)) -c $$< -o $$@

$$(BUILD)/$(1)/tests/%.o: tests/%.c | packages-present
	@mkdir -p $$(@D)
	$$(call say,CC,$$@)$$(CC) $$(CPPFLAGS) $$(CFLAGS) $$(BASE_CFLAGS) $(2) -Itests/replay $$(call pkg,--cflags $$(CORE_PKGS)) -c $$< -o $$@
endef

# Nobody throws exceptions through C, and debuggers have tables of their own: a sixth of the plugin. Where it was built
# is nobody's business: the same sources make the same bytes.
PLAIN := -fno-asynchronous-unwind-tables -ffile-prefix-map=$(CURDIR)=.
$(eval $(call variant,plain,$(PLAIN) $$(WHOLE)))
$(eval $(call variant,asan,$(SANITIZE)))

# gcc knows -Oz since 12; and it is smaller still where what a call may overwrite is not kept beside it.
SMALL := $(shell for flags in '-Oz -fno-caller-saves' -Oz -Os; do \
	$(CC) -Werror $$flags -fsyntax-only -x c /dev/null 2>/dev/null && echo $$flags && break; done)
$(call objects,plain,$(COLD_SRC)): private override CFLAGS := $(patsubst -O2,$(SMALL),$(CFLAGS))

# Flags if compiler, linker and C library know them, which is seen by trying; else nothing.
tried = $(shell mkdir -p $(BUILD) && echo 'int a, *const p = &a; int main(void) { return *p; }' | \
	$(CC) -Werror -fPIE -pie -Wl,--fatal-warnings $(1) -o $(BUILD)/tried -x c - 2>/dev/null && \
	$(BUILD)/tried && echo $(1); rm -f $(BUILD)/tried)

# The plugin is compiled again when it is linked, as one: what only one place needs is put there, what none needs is left
# out, and it is known what is called from elsewhere. Other programs take the objects as they are.
AS_ONE = $(eval AS_ONE := $(call tried,-flto=auto -ffat-lto-objects -fno-plt))$(AS_ONE)
$(BUILD)/plain/src/%: private WHOLE = $(AS_ONE)

# Addresses in tables, packed: a tenth of the plugin.
RELR := -Wl,-z,pack-relative-relocs
PACKED = $(call tried,$(RELR))

# Code and constants follow each other without blank pages between them. What the plugin calls is looked up when it is
# loaded, as libpurple wants it anyway, so that nothing need be kept for looking it up later.
DENSE := -Wl,-z,noseparate-code -Wl,-z,now

$(BUILD)/libmsnp-core.a: $(call objects,plain,$(CORE_SRC))
	$(call say,AR,$@)rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/asan/libmsnp-core.a: $(call objects,asan,$(CORE_SRC))
	$(call say,AR,$@)rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/libmsnp.so: $(call objects,plain,$(GLUE_SRC)) $(BUILD)/libmsnp-core.a
	$(call say,LD,$@)$(CC) $(CFLAGS) $(LDFLAGS) $(PLAIN) $(AS_ONE) $(PACKED) $(DENSE) -shared -Wl,-z,defs -Wl,--as-needed -Wl,--version-script=src/plugin.map -o $@ $^ $(call pkg,--libs $(PLUGIN_PKGS))

$(BUILD)/asan/libmsnp.so: $(call objects,asan,$(GLUE_SRC)) $(BUILD)/asan/libmsnp-core.a
	$(call say,LD,$@)$(CC) $(CFLAGS) $(SANITIZE) -shared -Wl,--version-script=src/plugin.map -o $@ $^ $(call pkg,--libs $(PLUGIN_PKGS))

# ---- words ----

$(BUILD)/locale/%/LC_MESSAGES/purple-msnp.mo: po/%.po
	@mkdir -p $(@D)
	$(call say,MO,$@)$(MSGFMT) -o $@ $<

$(DESKTOP_ENTRY): data/purple-msnp.desktop po/LINGUAS $(wildcard po/*.po)
	@mkdir -p $(@D)
	$(call say,WORDS,$@)$(MSGFMT) --desktop --template=$< -d po -o $@

$(METAINFO): data/im.pidgin.Pidgin.purple_msnp.metainfo.xml po/LINGUAS $(wildcard po/*.po)
	@mkdir -p $(@D)
	$(call say,WORDS,$@)$(MSGFMT) --xml --template=$< -d po -o $@

.PHONY: pot po-update po-check
pot:
	$(quiet)po/template po/purple-msnp.pot

po-update: pot
	$(quiet)for language in $(LANGUAGES); do \
	  msgmerge --quiet --update --backup=none --no-fuzzy-matching po/$$language.po po/purple-msnp.pot || exit 1; done

po-check:
	@tests/check-words $(BUILD)

# ---- what the tests run on ----

$(BUILD)/msnpd: $(call objects,plain,$(SERVER_SRC))
	$(call say,LD,$@)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(call pkg,--libs $(SERVER_PKGS))

$(BUILD)/test-msnpd: $(call objects,plain,$(sort $(wildcard tests/server/test-*.c)))
	$(call say,LD,$@)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(call pkg,--libs $(SERVER_PKGS))

$(BUILD)/replay: $(call objects,asan,$(REPLAY_SRC)) $(BUILD)/asan/libmsnp-core.a
	$(call say,LD,$@)$(CC) $(CFLAGS) $(SANITIZE) -o $@ $^ $(call pkg,--libs $(CORE_PKGS))

$(BUILD)/unit/%: $(BUILD)/asan/tests/unit/%.o $(call objects,asan,$(UNIT_KIT)) $(BUILD)/asan/libmsnp-core.a $(call objects,asan,$(PURE_GLUE))
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(CFLAGS) $(SANITIZE) -o $@ $(filter %/tests/unit/$*.o,$^) $(call objects,asan,$(UNIT_KIT) $(PURE_GLUE)) $(BUILD)/asan/libmsnp-core.a $(call pkg,--libs $(UNIT_PKGS))

$(BUILD)/purple/%: $(BUILD)/asan/tests/purple/%.o $(call objects,asan,$(RIG_SRC))
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(CFLAGS) $(SANITIZE) -o $@ $^ $(call pkg,--libs $(PURPLE_TEST_PKGS))

$(BUILD)/plain/tests/demo-%.o: tests/demo-%.c | packages-present
	@mkdir -p $(@D)
	$(call say,CC,$@)$(CC) $(CPPFLAGS) $(CFLAGS) $(BASE_CFLAGS) $(call pkg,--cflags $(PURPLE_TEST_PKGS)) -c $< -o $@

$(BUILD)/demo-chat: $(BUILD)/plain/tests/demo-chat.o
	$(call say,LD,$@)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(call pkg,--libs $(PURPLE_TEST_PKGS))

# Without the sanitizers, for valgrind.
$(BUILD)/plain/purple/%: $(BUILD)/plain/tests/purple/%.o $(call objects,plain,$(RIG_SRC))
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(call pkg,--libs $(PURPLE_TEST_PKGS))

# ---- figures: what runs is what gets installed, without the sanitizers ----

$(BUILD)/plain/tests/bench/%.o: tests/bench/%.c | packages-present
	@mkdir -p $(@D)
	$(call say,CC,$@)$(CC) $(CPPFLAGS) $(CFLAGS) $(BASE_CFLAGS) -Itests/bench -Itests/purple -DPURPLE_PLUGIN_DIR='"$(call pkg,--variable=plugindir purple)"' $(call pkg,--cflags $(PURPLE_TEST_PKGS)) -c $< -o $@

$(BUILD)/bench/bench: $(call objects,plain,$(BENCH_SRC)) $(BUILD)/libmsnp-core.a
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(CFLAGS) $(LDFLAGS) -fno-lto -o $@ $^ $(call pkg,--libs $(CORE_PKGS))

$(BUILD)/bench/host: $(BUILD)/plain/tests/bench/host.o $(call objects,plain,$(RIG_SRC))
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(call pkg,--libs $(PURPLE_TEST_PKGS))

$(BUILD)/bench/bare: $(call objects,plain,$(BARE_SRC)) $(call objects,plain,$(RIG_SRC))
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(call pkg,--libs $(PURPLE_TEST_PKGS))

$(BUILD)/bench/count: $(call objects,plain,tests/bench/count.c tests/bench/listener.c src/purple/markup.c) $(BUILD)/libmsnp-core.a
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(CFLAGS) $(LDFLAGS) -fno-lto -o $@ $^ $(call pkg,--libs $(CORE_PKGS))

# ---- fuzzing: clang's, with harnesses of their own ----

FUZZ_CC ?= clang
FUZZ_KIT := kit lines corpus main
FUZZERS := $(filter-out $(FUZZ_KIT),$(patsubst tests/fuzz/%.c,%,$(sort $(wildcard tests/fuzz/*.c))))
FUZZ ?= $(FUZZERS)
T ?= 60

$(eval $(call variant,fuzz,-O1 $$(FUZZ_GUIDE) $(SANITIZE)))
$(BUILD)/fuzz/%: private override CC = $(FUZZ_CC)
# What is to be learned is what the plugin does, not what drives it.
$(BUILD)/fuzz/src/%: private FUZZ_GUIDE = -fsanitize=fuzzer-no-link

# What harnesses stand on: all but the programs of tests/replay and tests/fuzz.
FUZZ_OBJECTS = $(call objects,fuzz,$(CORE_SRC) $(PURE_GLUE) $(filter-out %/replay.c,$(REPLAY_SRC)) tests/fuzz/kit.c)

$(BUILD)/fuzz/fuzz-%: $(BUILD)/fuzz/tests/fuzz/%.o $(FUZZ_OBJECTS) $(BUILD)/fuzz/tests/fuzz/lines.o
	$(call say,LD,$@)$(CC) $(CFLAGS) $(SANITIZE) -fsanitize=fuzzer -o $@ $(if $(filter session,$*),$^,$(filter-out %/lines.o,$^)) $(call pkg,--libs $(UNIT_PKGS))

$(BUILD)/make-corpus: $(call objects,asan,$(filter-out %/replay.c,$(REPLAY_SRC)) tests/fuzz/corpus.c) $(BUILD)/asan/libmsnp-core.a
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(CFLAGS) $(SANITIZE) -o $@ $^ $(call pkg,--libs $(CORE_PKGS))

$(BUILD)/fuzz/corpus: $(BUILD)/make-corpus $(REPLAYS) $(wildcard tests/replay/parts/*)
	$(call say,CORPUS,$@)rm -rf $@ && $< $@ $(REPLAYS)

FUZZ_PROGRAMS = $(addprefix $(BUILD)/fuzz/fuzz-,$(FUZZERS)) $(BUILD)/fuzz/corpus

# ---- coverage: which lines the tests and the corpus run ----

$(eval $(call variant,cov,-O0 --coverage))
COV_OBJECTS = $(call objects,cov,$(CORE_SRC) $(PURE_GLUE))

$(BUILD)/cov/replay: $(COV_OBJECTS) $(call objects,cov,$(REPLAY_SRC))
	$(call say,LD,$@)$(CC) $(CFLAGS) --coverage -o $@ $^ $(call pkg,--libs $(UNIT_PKGS))

$(BUILD)/cov/unit/%: $(COV_OBJECTS) $(BUILD)/cov/tests/unit/%.o $(call objects,cov,$(UNIT_KIT))
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(CFLAGS) --coverage -o $@ $^ $(call pkg,--libs $(UNIT_PKGS))

$(BUILD)/cov/fuzz-%: $(COV_OBJECTS) $(BUILD)/cov/tests/fuzz/%.o $(call objects,cov,tests/fuzz/kit.c tests/fuzz/main.c $(filter-out %/replay.c,$(REPLAY_SRC)))
	$(call say,LD,$@)$(CC) $(CFLAGS) --coverage -o $@ $^ $(call pkg,--libs $(UNIT_PKGS))

COV_PROGRAMS = $(BUILD)/cov/replay $(addprefix $(BUILD)/cov/unit/,$(UNIT_TESTS)) $(addprefix $(BUILD)/cov/fuzz-,$(FUZZERS)) $(BUILD)/fuzz/corpus

# ---- checks, demo, figures ----

.PHONY: packages packages-build packages-check packages-check-all packages-fuzz packages-demo packages-bench packages-screenshots
.PHONY: check check-all check-programs faults fuzz coverage demo bench instructions screenshots
packages: packages-check
packages-build packages-check packages-check-all packages-fuzz packages-demo packages-bench packages-screenshots packages-pictures:
	@tests/install-packages $(@:packages-%=%)

# Builds without asking for packages, but says what to do when they are missing.
packages-present:
	@$(PKG_CONFIG) --exists $(PLUGIN_PKGS) || { echo "Development files of libpurple, GLib, OpenSSL or libmspack are missing: see README.md, or run 'make packages'." >&2; exit 1; }
.PHONY: packages-present

CHECK_PROGRAMS = $(CATALOGUES) $(BUILD)/libmsnp.so $(BUILD)/asan/libmsnp.so $(BUILD)/msnpd $(BUILD)/test-msnpd $(BUILD)/replay $(BUILD)/demo-chat \
	$(addprefix $(BUILD)/unit/,$(UNIT_TESTS)) $(addprefix $(BUILD)/purple/,$(PURPLE_TESTS))

check-programs: $(CHECK_PROGRAMS)

check: packages-check
	@$(MAKE) --no-print-directory check-programs
	@tests/run-checks $(BUILD)

check-all: packages-check-all
	@$(MAKE) --no-print-directory check-programs $(addprefix $(BUILD)/plain/purple/,test-signin test-chat test-load) $(BUILD)/bench/count $(FUZZ_PROGRAMS)
	@MSNP_CHECK_ALL=1 tests/run-checks $(BUILD)

# T=600: seconds for each. FUZZ='p2p slp': only those.
fuzz: packages-fuzz
	@$(MAKE) --no-print-directory $(FUZZ_PROGRAMS)
	@tests/fuzz/run $(BUILD) $(T) $(FUZZ)

coverage: packages-build
	@$(MAKE) --no-print-directory $(COV_PROGRAMS)
	@tests/coverage $(BUILD) $(FUZZERS)

demo: packages-demo
	@$(MAKE) --no-print-directory all $(BUILD)/msnpd $(BUILD)/demo-chat
	@tests/demo $(BUILD)

# Faults at each byte and each command, and nothing else.
faults: packages-check
	@$(MAKE) --no-print-directory check-programs
	@MSNP_ALL_FAULTS=1 tests/run-checks $(BUILD) replay test-day test-cut test-interrupted test-errors

# JSON=1: for programs. ROWS='file-*': only those.
bench: packages-bench
	@$(MAKE) -s --no-print-directory $(BUILD)/libmsnp.so $(BUILD)/msnpd $(BUILD)/bench/bench $(BUILD)/bench/host $(BUILD)/bench/bare >&2
	@set -f; JSON='$(JSON)' $(BUILD)/bench/bench $(ROWS)

# What tests/check-instructions compares with: after a change that is worth its cost, or with other versions.
instructions: packages-check-all
	@$(MAKE) -s --no-print-directory $(BUILD)/bench/count >&2
	@tests/check-instructions $(BUILD) --record

# The icons and emoticons as programs want them, from their drawings. They are kept with the sources, so that building
# needs neither of the two programs.
EMOTICONS = $(shell sed -n 's/.*<svg id="\([a-z-]*\)" .*/\1/p' data/emoticons/emoticons.svg)
PICTURE_FLAGS := -strip -define png:compression-level=9 -define png:exclude-chunks=date,time

.PHONY: pictures packages-pictures
pictures: packages-pictures
	@mkdir -p $(BUILD)/pictures && rm -f $(BUILD)/pictures/*
	$(quiet)for size in 16 22 48; do svg=icons/$$size/msn.svg; [ -e $$svg ] || svg=icons/msn.svg; \
	  rsvg-convert -w $$size $$svg | convert - $(PICTURE_FLAGS) icons/$$size/msn.png || exit 1; done
	$(quiet)rsvg-convert data/emoticons/emoticons.svg | convert - -crop 22x22 +repage $(PICTURE_FLAGS) $(BUILD)/pictures/%03d.png
	$(quiet)rm -f data/emoticons/*.png && set -- $(BUILD)/pictures/*.png && for name in $(EMOTICONS); do mv "$$1" data/emoticons/$$name.png && shift || exit 1; done

# The pictures in README.md, taken from the real Pidgin and Finch.
screenshots: packages-screenshots
	@$(MAKE) --no-print-directory $(BUILD)/libmsnp.so $(BUILD)/msnpd
	@tests/screenshots $(BUILD) data/screenshots

# ---- the sources as they are in the last commit, for packagers: the same commit makes the same bytes ----

DIST = purple-msnp-$(VERSION)

.PHONY: dist
dist:
	@mkdir -p $(BUILD)
	$(quiet)git archive --format=tar --prefix=$(DIST)/ HEAD | gzip -n -9 >$(BUILD)/$(DIST).tar.gz
	@echo $(BUILD)/$(DIST).tar.gz

# ---- installing ----

ICON_SIZES := 16 22 48
THEME := data/emoticons/theme $(sort $(wildcard data/emoticons/*.png))

# Does something to whatever is installed beside the plugin: put or drop, FILES, FOLDER.
each_data = $(foreach size,$(ICON_SIZES),$(call $(1),icons/$(size)/msn.png,$(ICONDIR)/$(size)) && ) \
	$(call $(1),icons/msn.svg,$(ICONDIR)/scalable) && $(call $(1),$(THEME),$(EMOTICONDIR)) && \
	$(call $(1),$(DESKTOP_ENTRY),$(DATADIR)/applications) && \
	$(call $(1),$(METAINFO),$(DATADIR)/metainfo)
put = $(INSTALL) -v -d "$(DESTDIR)$(2)" && $(INSTALL) -v -m 0644 $(1) "$(DESTDIR)$(2)/"
drop = rm -fv $(foreach file,$(notdir $(1)),"$(DESTDIR)$(2)/$(file)")

# FOLDER: what install and install-home do with the catalogues.
define install-catalogues
$(quiet)for language in $(LANGUAGES); do \
	  $(INSTALL) -v -d "$(1)/$$language/LC_MESSAGES" && \
	  $(INSTALL) -v -m 0644 $(BUILD)/locale/$$language/LC_MESSAGES/purple-msnp.mo "$(1)/$$language/LC_MESSAGES/purple-msnp.mo" || \
	  exit 1; done
endef

.PHONY: install install-home uninstall clean
install: $(BUILD)/libmsnp.so $(CATALOGUES) $(DESKTOP_ENTRY) $(METAINFO)
	$(quiet)$(INSTALL) -v -d "$(DESTDIR)$(PLUGINDIR)"
	$(quiet)$(INSTALL) -v -m 0755 $(BUILD)/libmsnp.so "$(DESTDIR)$(PLUGINDIR)/libmsnp.so"
	$(quiet)$(call each_data,put)
	$(call install-catalogues,$(DESTDIR)$(LOCALEDIR))

install-home: $(BUILD)/libmsnp.so $(CATALOGUES)
	$(quiet)$(INSTALL) -v -d "$(DESTDIR)$(HOME_PLUGINS)"
	$(quiet)$(INSTALL) -v -m 0755 $(BUILD)/libmsnp.so "$(DESTDIR)$(HOME_PLUGINS)/libmsnp.so"
	$(quiet)$(call put,$(THEME),$(HOME_EMOTICONS))
	$(call install-catalogues,$(DESTDIR)$(HOME_PLUGINS)/locale)

uninstall:
	$(quiet)rm -fv "$(DESTDIR)$(PLUGINDIR)/libmsnp.so" \
	  $(foreach language,$(LANGUAGES),"$(DESTDIR)$(LOCALEDIR)/$(language)/LC_MESSAGES/purple-msnp.mo")
	$(quiet)$(call each_data,drop)
	$(quiet)rmdir "$(DESTDIR)$(EMOTICONDIR)" 2>/dev/null || true

clean:
	$(quiet)rm -rf $(BUILD)

.SECONDARY:

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
