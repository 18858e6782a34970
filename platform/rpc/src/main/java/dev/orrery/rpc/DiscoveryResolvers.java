package dev.orrery.rpc;

import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import java.net.URI;
import java.util.Objects;

/** Resolves {@code discovery:///NAME}; found by gRPC as a service of the class path. */
public final class DiscoveryResolvers extends NameResolverProvider {
  static final NameResolver.Args.Key<Instances> INSTANCES =
      NameResolver.Args.Key.create("instances");

  @Override
  public NameResolver newNameResolver(URI target, NameResolver.Args args) {
    String service = target.getPath().substring(1);
    if (service.isEmpty() || target.getAuthority() != null) {
      throw new IllegalArgumentException(target + " is not discovery:///NAME");
    }
    return new InstanceResolver(
        service,
        Objects.requireNonNull(args.getArg(INSTANCES), "this channel has no discovery client"),
        args);
  }

  @Override
  public String getDefaultScheme() {
    return "discovery";
  }

  @Override
  protected boolean isAvailable() {
    return true;
  }

  /** Below DNS, which an address without a scheme means. */
  @Override
  protected int priority() {
    return 4;
  }
}
