/**
 * Stock as try, confirm, cancel. {@link dev.orrery.inventory.stock.TryConfirmCancel} holds the
 * rules for one command and {@link dev.orrery.inventory.stock.StockBatch} applies them to many at
 * once; both are pure. Around them is a thin shell: lock, decide, write, answer, in a handful of
 * statements for a whole batch and in one transaction.
 *
 * <p>Everyone who writes locks reservations in the order of their ids first and stock in the order
 * of its SKUs second, so there is no circle to wait in. Postgres has the last word: each write to
 * the stock is conditional, and a row that refuses undoes the transaction.
 */
@NullMarked
package dev.orrery.inventory.stock;

import org.jspecify.annotations.NullMarked;
