/// The connection to PostgreSQL: the embedded server or an external one, the pool, the schema's
/// migrations and transactions. A commit that returned is durable.
@NullMarked
package vn.tia.records.database;

import org.jspecify.annotations.NullMarked;
