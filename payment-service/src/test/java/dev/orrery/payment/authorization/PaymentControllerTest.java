package dev.orrery.payment.authorization;

import static org.hamcrest.Matchers.containsString;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.orrery.contracts.Money;
import dev.orrery.contracts.PaymentCommand.AuthorizePayment;
import dev.orrery.contracts.PaymentCommand.CapturePayment;
import dev.orrery.messaging.Ids;
import dev.orrery.payment.PaymentServiceTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;

class PaymentControllerTest extends PaymentServiceTest {
  @Autowired private MockMvc http;

  @Test
  void tellsThePaymentAndItsHistory() throws Exception {
    UUID order = Ids.next();
    saga.ask(new AuthorizePayment(order, order, new Money(1999, "EUR"), "tok_visa"));
    saga.ask(new CapturePayment(order));

    http.perform(get("/api/payments/{order}", order))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.orderId").value(order.toString()))
        .andExpect(jsonPath("$.state").value("CAPTURED"))
        .andExpect(jsonPath("$.amount.amount").value(1999))
        .andExpect(jsonPath("$.amount.currency").value("EUR"))
        .andExpect(
            jsonPath("$.history[*].state")
                .value(
                    org.hamcrest.Matchers.contains(
                        "AUTHORIZING", "AUTHORIZED", "CAPTURING", "CAPTURED")));
  }

  @Test
  void saysThatThereIsNone() throws Exception {
    http.perform(get("/api/payments/{order}", Ids.next()))
        .andExpect(status().isNotFound())
        .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
        .andExpect(jsonPath("$.detail").value(containsString("There is no payment")));
  }

  @Test
  void refusesAnIdThatIsNone() throws Exception {
    http.perform(get("/api/payments/42"))
        .andExpect(status().isBadRequest())
        .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON));
  }

  @Test
  void publishesItsApi() throws Exception {
    http.perform(get("/v3/api-docs"))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.paths['/api/payments/{orderId}']").exists());
  }
}
