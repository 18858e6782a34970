package dev.orrery.gateway.guard;

import org.springframework.web.servlet.function.ServerResponse;

/**
 * One guard. What it takes for a call it hands to {@link Call#holds}, so that one place gives
 * everything back.
 */
interface Layer {

  /**
   * @throws Refused by this guard or one further in
   * @throws Exception of an upstream that gave no answer
   */
  ServerResponse pass(Call call, Next next) throws Exception;

  interface Next {
    ServerResponse handle(Call call) throws Exception;
  }
}
