package dev.orrery.inventory.stock;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

class ShardApiTest extends StockTest {
  @Autowired private MockMvc mvc;

  @Test
  void isSpreadAndGatheredWhileItIsSold() throws Exception {
    String sku = product(10);

    spread(sku, "{\"count\":4}")
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.shards.length()").value(4))
        .andExpect(jsonPath("$.shards[0].available").value(3))
        .andExpect(jsonPath("$.shards[3].available").value(2));
    mvc.perform(get("/api/products/{sku}/stock", sku))
        .andExpect(jsonPath("$.available").value(10))
        .andExpect(jsonPath("$.seeded").value(10));

    spread(sku, "{\"count\":1}").andExpect(jsonPath("$.shards.length()").value(1));
    mvc.perform(get("/api/products/{sku}/stock/shards", sku))
        .andExpect(jsonPath("$.shards[0].available").value(10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"count\":0}", "{\"count\":65}", "{\"count\":\"many\"}", "{}", "4"})
  void aCountThatMakesNoSenseIsRefused(String body) throws Exception {
    spread(product(10), body).andExpect(status().isBadRequest());
  }

  @ParameterizedTest
  @ValueSource(strings = {"NO-SUCH", "no such"})
  void whatNobodyKnowsIsNotSpread(String sku) throws Exception {
    spread(sku, "{\"count\":4}").andExpect(status().isNotFound());
  }

  private ResultActions spread(String sku, String body) throws Exception {
    return mvc.perform(
        put("/api/products/{sku}/stock/shards", sku)
            .contentType(MediaType.APPLICATION_JSON)
            .content(body));
  }
}
