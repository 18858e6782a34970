package dev.orrery.order.pricing;

import java.util.Collection;
import java.util.List;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;

/** The part of inventory's REST interface that orders need. */
interface InventoryProducts {

  /** A SKU that names no product is not in the answer. */
  @GetExchange("/api/products")
  Products named(@RequestParam("sku") Collection<String> skus);

  record Products(List<Quote> products) {}
}
