package dev.orrery.cache;

import org.springframework.dao.TransientDataAccessResourceException;

/** Too many loads were under way: the database is not asked, and the caller may come again. */
public final class CrowdedOut extends TransientDataAccessResourceException {
  CrowdedOut(String cache) {
    super("too many loads of the cache " + cache + " are under way");
  }
}
