package dev.orrery.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Who is about to stop says so in every answer. */
class DrainingFilterTest {

  private final DrainingFilter filter = new DrainingFilter();

  private MockHttpServletResponse answer() throws Exception {
    MockHttpServletResponse response = new MockHttpServletResponse();
    filter.doFilter(new MockHttpServletRequest(), response, new MockFilterChain());
    return response;
  }

  private void is(ReadinessState state) {
    filter.onApplicationEvent(new AvailabilityChangeEvent<>(this, state));
  }

  @Test
  void saysSoOnceItTakesNoMoreTraffic() throws Exception {
    assertThat(answer().containsHeader(DrainingFilter.SIGN)).isFalse();
    is(ReadinessState.ACCEPTING_TRAFFIC);
    assertThat(answer().containsHeader(DrainingFilter.SIGN)).isFalse();
    is(ReadinessState.REFUSING_TRAFFIC);
    assertThat(answer().getHeader(DrainingFilter.SIGN)).isEqualTo("true");
    assertThat(answer().getHeader("Connection")).isEqualTo("close");
  }
}
