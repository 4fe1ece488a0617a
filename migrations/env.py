"""Alembic's entry: run the migrations on the engine that `gatepost migrate` hands over."""

from alembic import context

from bot.engine.schema import METADATA

engine = context.config.attributes["engine"]

with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        include_object=lambda _object, name, kind, _reflected, _other: not (kind == "table" and str(name).startswith("procrastinate_")),
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
