package dev.orrery.gateway.guard;

import org.springframework.cloud.gateway.server.mvc.common.MvcUtils;
import org.springframework.cloud.gateway.server.mvc.common.Shortcut;
import org.springframework.cloud.gateway.server.mvc.filter.SimpleFilterSupplier;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** {@code Guard=NAME} among the filters of a route that is written in the configuration. */
public final class GuardFilterFunctions {

  private GuardFilterFunctions() {}

  /** The settings are those of {@code orrery.guards.routes.NAME}. */
  @Shortcut
  public static HandlerFilterFunction<ServerResponse, ServerResponse> guard(String name) {
    return (request, next) ->
        MvcUtils.getApplicationContext(request)
            .getBean(Guards.class)
            .of(name)
            .filter(request, next);
  }

  static class FilterSupplier extends SimpleFilterSupplier {

    FilterSupplier() {
      super(GuardFilterFunctions.class);
    }
  }
}
