package dev.orrery.inventory.catalog;

import dev.orrery.contracts.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The catalogue as Postgres has it, always in the order of the SKUs. */
@Component
final class Products {
  private static final String SELECT =
      "select sku, name, description, category, price_amount, currency, version from product ";

  private final JdbcClient jdbc;

  Products(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Product> after(String sku, int limit) {
    return jdbc.sql(SELECT + "where sku > ? order by sku limit ?")
        .param(sku)
        .param(limit)
        .query(Products::product)
        .list();
  }

  List<String> skus() {
    return jdbc.sql("select sku from product").query(String.class).list();
  }

  Optional<Product> find(String sku) {
    return jdbc.sql(SELECT + "where sku = ?").param(sku).query(Products::product).optional();
  }

  /** The product at its new price, in the next version. */
  Optional<Product> reprice(String sku, Money price) {
    return jdbc.sql(
            """
            update product set price_amount = ?, currency = ?, version = version + 1
             where sku = ?
            returning sku, name, description, category, price_amount, currency, version
            """)
        .param(price.amount())
        .param(price.currency())
        .param(sku)
        .query(Products::product)
        .optional();
  }

  /**
   * Adds what is new and changes what is different; each SKU once.
   *
   * @return those that were written, as they are now
   */
  List<Product> put(List<Product> wanted) {
    return jdbc.sql(
            """
            insert into product (sku, name, description, category, price_amount, currency)
            select sku, name, description, category, price_amount, currency
              from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[])
                   as wanted (sku, name, description, category, price_amount, currency)
             order by sku
            on conflict (sku) do update
               set name = excluded.name, description = excluded.description,
                   category = excluded.category, price_amount = excluded.price_amount,
                   currency = excluded.currency, version = product.version + 1
             where (product.name, product.description, product.category,
                    product.price_amount, product.currency)
                   is distinct from
                   (excluded.name, excluded.description, excluded.category,
                    excluded.price_amount, excluded.currency)
            returning product.sku, product.name, product.description, product.category,
                      product.price_amount, product.currency, product.version
            """)
        .param(column(wanted, Product::sku))
        .param(column(wanted, Product::name))
        .param(column(wanted, Product::description))
        .param(column(wanted, Product::category))
        .param(wanted.stream().mapToLong(product -> product.price().amount()).toArray())
        .param(column(wanted, product -> product.price().currency()))
        .query(Products::product)
        .list();
  }

  private static String[] column(List<Product> products, Function<Product, String> column) {
    return products.stream().map(column).toArray(String[]::new);
  }

  private static Product product(ResultSet row, int number) throws SQLException {
    return new Product(
        row.getString("sku"),
        row.getString("name"),
        row.getString("description"),
        row.getString("category"),
        new Money(row.getLong("price_amount"), row.getString("currency")),
        row.getLong("version"));
  }
}
