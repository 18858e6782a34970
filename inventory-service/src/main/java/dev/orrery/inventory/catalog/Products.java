package dev.orrery.inventory.catalog;

import dev.orrery.contracts.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The catalogue as Postgres has it, always in the order of the SKUs. */
@Component
final class Products {
  private static final String SELECT =
      "select sku, name, description, category, price_amount, currency from product ";

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

  List<Product> of(Collection<String> skus) {
    return jdbc.sql(SELECT + "where sku = any(?) order by sku")
        .param(skus.toArray(String[]::new))
        .query(Products::product)
        .list();
  }

  Optional<Product> find(String sku) {
    return jdbc.sql(SELECT + "where sku = ?").param(sku).query(Products::product).optional();
  }

  private static Product product(ResultSet row, int number) throws SQLException {
    return new Product(
        row.getString("sku"),
        row.getString("name"),
        row.getString("description"),
        row.getString("category"),
        new Money(row.getLong("price_amount"), row.getString("currency")));
  }
}
