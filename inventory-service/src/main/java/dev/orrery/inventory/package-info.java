/**
 * The inventory service: what there is to buy ({@code catalog}) and how much of it ({@code stock}).
 *
 * <p>The catalogue changes rarely and may be read from anywhere; the stock changes with every order
 * and is decided by Postgres alone. That is why they are two features, and why the catalogue asks
 * the stock for what is available instead of joining its table.
 */
@NullMarked
package dev.orrery.inventory;

import org.jspecify.annotations.NullMarked;
