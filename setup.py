"""Compiles the translations into the package while it is built; everything else is in setup.cfg."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithTranslations(build_py):
    def run(self) -> None:
        for source in Path().glob("*/**/translations/*/LC_MESSAGES/*.po"):
            compile_catalogue(source)
        super().run()


def compile_catalogue(source: Path) -> None:
    with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
        write_mo(mo, read_po(po))


setup(cmdclass={"build_py": BuildWithTranslations})
