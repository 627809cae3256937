"""The event log on PostgreSQL, written in one round trip."""

from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.sql import SQL, Identifier, Literal


class AtOnceRecorder(PostgresApplicationRecorder):
    """Locks, inserts and commits by one statement.

    Positions follow the order of the commits because writers of a log take turns at it. Statement by statement, each
    turn would last as long as the writer takes to send the next one, and a busy process takes long; here nobody waits
    for more than the server's own work. Nobody listens either, so nobody is notified: that is one more lock, of the
    whole database.
    """

    def __init__(self, datastore: PostgresDatastore, *, events_table_name: str = "stored_events") -> None:
        super().__init__(datastore, events_table_name=events_table_name)
        names = {
            "schema": Identifier(datastore.schema),
            "table": Identifier(events_table_name),
            "kind": Identifier(self.stored_event_type_name),
            "function": Identifier("insert_in_turn"),
            "patience": Literal(f"{datastore.lock_timeout}s"),
        }
        self.pg_function_name_insert_events = "insert_in_turn"
        self.sql_invoke_pg_function_insert_events = SQL("SELECT * FROM {schema}.{function}((%s))").format(**names)
        self.sql_create_statements[self.create_insert_function_statement_index] = SQL(
            "CREATE OR REPLACE FUNCTION {schema}.{function}(events {schema}.{kind}[]) RETURNS SETOF bigint"
            " LANGUAGE plpgsql AS $BODY$ BEGIN"
            " SET LOCAL lock_timeout = {patience};"
            " LOCK TABLE {schema}.{table} IN EXCLUSIVE MODE;"
            " RETURN QUERY INSERT INTO {schema}.{table} AS t (originator_id, originator_version, topic, state)"
            " SELECT originator_id, originator_version, topic, state FROM unnest(events)"
            " RETURNING t.notification_id;"
            " END; $BODY$"
        ).format(**names)
