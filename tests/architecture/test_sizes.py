"""A file is read in one sitting, a function on half a screen."""

from tests.architecture.tree import files_ending, functions, shown

LONGEST_FILE = 300
LONGEST_FUNCTION = 40


def test_no_source_file_reaches_300_lines():
    sources = [path for path in files_ending(".py", ".ts", ".tsx", ".mjs") if not path.name.endswith(".d.ts")]

    too_long = {shown(path): lines for path in sources if (lines := len(path.read_text().splitlines())) >= LONGEST_FILE}

    assert too_long == {}


def test_no_python_function_is_longer_than_40_lines():
    too_long = [
        f"{shown(path)}:{function.lineno} {function.name}: {lines}"
        for path in files_ending(".py")
        for function in functions(path)
        if (lines := (function.end_lineno or function.lineno) - function.lineno + 1) > LONGEST_FUNCTION
    ]

    assert too_long == []
