"""The only macros of the project."""

LLVM_PREFIX = "/usr/lib/llvm-22"

# libtorch 1.13 does not compile as C++20.
TORCH_COPTS = [
    "-std=c++17",
    "-isystem/usr/include/torch/csrc/api/include",
    "-Wno-deprecated-declarations",
]

def unit_tests(deps, data = [], **kwargs):
    """One GoogleTest binary for each *Test.cpp of this folder."""
    for t in native.glob(["*Test.cpp"]):
        native.cc_test(
            name = t[:-4],
            size = "small",
            srcs = [t],
            data = data,
            deps = deps + ["@system//:gtest_main"],
            **kwargs
        )

def registry_library(name, kind, deps, header = None, test_deps = [], **kwargs):
    """One library from every .cpp of this folder, plus a generated list of its entries.

    X.cpp must define `void nacre::registerX(<kind>Registry &)`; forgetting it is a link error.
    `header` (default <kind>.h; a whole path if not of this folder) declares <kind>Registry and
    registerAll<kind>s. `test_deps`: of the unit tests besides.
    Files named after a header of the folder are support code, not entries.
    """
    header = header or kind + ".h"
    if "/" not in header:
        header = native.package_name() + "/" + header
    headers = [f[:-2] for f in native.glob(["*.h"])]
    entries = [
        f[:-4]
        for f in native.glob(["*.cpp"], exclude = ["*Test.cpp"])
        if f[:-4] not in headers
    ]
    lines = [
        "// Generated from the folder listing.",
        "#include \"%s\"" % header,
        "namespace nacre {",
    ]
    lines += ["void register%s(%sRegistry &);" % (e, kind) for e in entries]
    lines += ["void registerAll%ss(%sRegistry &registry) {" % (kind, kind)]
    lines += ["  register%s(registry);" % e for e in entries]
    lines += ["}", "} // namespace nacre"]
    native.genrule(
        name = name + "_list",
        outs = ["%sList.gen.cpp" % kind],
        cmd = "cat > $@ <<'EOF'\n%s\nEOF" % "\n".join(lines),
    )
    native.cc_library(
        name = name,
        srcs = native.glob(["*.cpp"], exclude = ["*Test.cpp"]) + [name + "_list"],
        hdrs = native.glob(["*.h"]),
        deps = deps,
        **kwargs
    )
    unit_tests(deps = [":" + name] + deps + test_deps)

def _without_sanitizers(flags):
    return [f for f in flags if not f.startswith("-fsanitize")]

def _fuzz_transition_impl(settings, attr):
    sanitize = ["-fsanitize=address,undefined"]
    return {
        "//command_line_option:copt": _without_sanitizers(settings["//command_line_option:copt"]) + sanitize + [
            "-fsanitize=fuzzer-no-link",
            "-fno-sanitize-recover=undefined",
            "-fno-omit-frame-pointer",
            "-g1",
            "-O1",
        ],
        "//command_line_option:linkopt": _without_sanitizers(settings["//command_line_option:linkopt"]) + sanitize + [
            "-fsanitize-link-c++-runtime",
        ],
    }

_fuzz_flags = ["//command_line_option:copt", "//command_line_option:linkopt"]

def _instrumented_impl(ctx):
    binary = ctx.executable.binary
    link = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(output = link, target_file = binary, is_executable = True)
    return [DefaultInfo(executable = link)]

# A binary with all that it links, compiled for libFuzzer and its sanitizers.
_instrumented = rule(
    implementation = _instrumented_impl,
    executable = True,
    attrs = {
        "binary": attr.label(executable = True, cfg = transition(
            implementation = _fuzz_transition_impl,
            inputs = _fuzz_flags,
            outputs = _fuzz_flags,
        )),
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
    },
)

def fuzz_tests(deps, data = []):
    """One libFuzzer target for each *Fuzz.cpp of this folder, which defines what FuzzTarget.h says.

    Its test fuzzes for 20 s; bazel run of X_target with a folder of inputs goes on for longer.
    """
    for source in native.glob(["*Fuzz.cpp"]):
        name = source[:-4]
        native.cc_binary(
            name = name + "_plain",
            testonly = True,
            srcs = [source] + native.glob(["*.h"]),
            linkopts = ["-fsanitize=fuzzer"],
            tags = ["manual"],
            deps = deps + ["//tests/fuzz:main"],
        )
        _instrumented(name = name + "_target", testonly = True, binary = name + "_plain")
        native.sh_test(
            name = name,
            size = "small",
            srcs = ["//tests/fuzz:fuzz.sh"],
            args = ["$(location %s_target)" % name],
            data = data + [name + "_target"],
            tags = ["fuzz"],
        )

def tablegen(name, td, outs, deps = []):
    """Runs mlir-tblgen; outs: {generated file: [flags]}."""
    for out, flags in outs.items():
        native.genrule(
            name = "gen_" + out,
            srcs = [td] + deps + ["@mlir//:td"],
            outs = [out],
            tools = ["@mlir//:mlir-tblgen"],
            cmd = "$(location @mlir//:mlir-tblgen) %s -I %s/include -I . $(location %s) -o $@" % (" ".join(flags), LLVM_PREFIX, td),
        )
    native.cc_library(name = name, textual_hdrs = outs.keys())

def dialect(name, prefix, deps = [], td_deps = []):
    """A dialect folder: <P>Dialect.td, <P>Ops.td, <P>.h, *.cpp; also its reference page <P>.md."""
    tablegen(
        name = name + "_inc",
        td = prefix + "Ops.td",
        deps = native.glob(["*.td"], exclude = [prefix + "Ops.td"]) + td_deps,
        outs = {
            prefix + "Dialect.h.inc": ["-gen-dialect-decls", "-dialect", name],
            prefix + "Dialect.cpp.inc": ["-gen-dialect-defs", "-dialect", name],
            prefix + "Enums.h.inc": ["-gen-enum-decls"],
            prefix + "Enums.cpp.inc": ["-gen-enum-defs"],
            prefix + "Attrs.h.inc": ["-gen-attrdef-decls", "-attrdefs-dialect", name],
            prefix + "Attrs.cpp.inc": ["-gen-attrdef-defs", "-attrdefs-dialect", name],
            prefix + "Ops.h.inc": ["-gen-op-decls"],
            prefix + "Ops.cpp.inc": ["-gen-op-defs"],
            prefix + ".md": ["-gen-dialect-doc", "-dialect", name],
        },
    )
    native.cc_library(
        name = name,
        srcs = native.glob(["*.cpp"], exclude = ["*Test.cpp"]),
        hdrs = native.glob(["*.h"]),
        visibility = ["//visibility:public"],
        deps = deps + [":" + name + "_inc", "@mlir"],
    )
    native.filegroup(name = "doc", srcs = [prefix + ".md"], visibility = ["//visibility:public"])
    native.filegroup(name = "td", srcs = native.glob(["*.td"]), visibility = ["//visibility:public"])

def lit_tests(tools, data = []):
    """One test for each .mlir file of this folder; its RUN lines are run by tests/run_lit.sh."""
    for f in native.glob(["*.mlir"]):
        native.sh_test(
            name = f + ".test",
            size = "small",
            srcs = ["//tests:run_lit.sh"],
            args = ["$(location %s)" % f] + ["$(location %s)" % t for t in tools],
            data = [f, "@mlir//:lit_tools"] + tools + data,
        )
