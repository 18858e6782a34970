package dev.orrery.inventory.stock;

import dev.orrery.web.Problems;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Where every piece ever seeded is: available, reserved or sold. */
@RestController
class StockController {
  private final JdbcClient jdbc;

  StockController(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  record Stock(String sku, long available, long reserved, long sold, long seeded) {}

  @GetMapping("/api/products/{sku}/stock")
  Stock stock(@PathVariable String sku) {
    return Optional.of(sku)
        .filter(Sku::isWellFormed)
        .flatMap(this::find)
        .orElseThrow(() -> Problems.notFound("There is no product " + sku + "."));
  }

  private Optional<Stock> find(String sku) {
    return jdbc.sql(
            """
            select sku, sum(available) as available, sum(reserved) as reserved, sum(sold) as sold,
                   sum(seeded) as seeded
              from stock where sku = ? group by sku
            """)
        .param(sku)
        .query(Stock.class)
        .optional();
  }
}
