package dev.orrery.sandbox.shop;

import java.net.URI;

/** Where a system is. */
public interface Places {

  /** Where a server answers over HTTP, by its name. */
  URI uri(String server);
}
