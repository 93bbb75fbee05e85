"""Django's SQLite backend on SQLCipher: the key is given before the first statement."""

import datetime
import decimal
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base as sqlite
from django.db.backends.sqlite3._functions import register as register_functions
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from sqlcipher3 import dbapi2 as sqlcipher

# 3.51.2 and older can corrupt a WAL database when a commit races a second checkpoint (fixed 13 March 2026).
OLDEST = (3, 51, 3)

for name, parse in (
    ("bool", b"1".__eq__),
    ("date", sqlite.decoder(parse_date)),
    ("time", sqlite.decoder(parse_time)),
    ("datetime", sqlite.decoder(parse_datetime)),
    ("timestamp", sqlite.decoder(parse_datetime)),
):
    sqlcipher.register_converter(name, parse)
sqlcipher.register_adapter(decimal.Decimal, str)
sqlcipher.register_adapter(datetime.date, sqlite.adapt_date)
sqlcipher.register_adapter(datetime.datetime, sqlite.adapt_datetime)


class Cursor(sqlcipher.Cursor):
    """Takes Django's ``%s`` and ``%(name)s`` where SQLite wants ``?`` and ``:name``."""

    def execute(self, query: str, params: Any = None) -> Any:
        if params is None:
            return super().execute(query)
        return super().execute(self._translated(query, params), params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        rows = iter(param_list)
        first = next(rows, None)
        if first is None:
            return super().executemany(self._translated(query, ()), ())
        return super().executemany(self._translated(query, first), chain([first], rows))

    @staticmethod
    def _translated(query: str, params: Any) -> str:
        if isinstance(params, Mapping):
            return query % {name: f":{name}" for name in params}
        return sqlite.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(sqlite.DatabaseWrapper):
    """A connection to one encrypted file; ``OPTIONS["key"]`` is 64 hexadecimal digits."""

    Database = sqlcipher

    def get_connection_params(self) -> dict[str, Any]:
        if sqlcipher.sqlite_version_info < OLDEST:
            needed, found = ".".join(map(str, OLDEST)), sqlcipher.sqlite_version
            raise ImproperlyConfigured(f"SQLite {needed} or newer is needed; sqlcipher3 brings {found}.")
        return super().get_connection_params()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        params = dict(conn_params)
        key = params.pop("key")
        connection = sqlcipher.connect(**params)
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
        register_functions(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA legacy_alter_table = OFF")
        for command in filter(None, map(str.strip, self.init_commands)):  # type: ignore[attr-defined]
            connection.execute(command)
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=Cursor)
