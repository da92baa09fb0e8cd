package io.exportroutes.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** {@code --version}: this program's, from the jar's manifest, and Java's. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String own = Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "unpackaged");
        return new String[] {"export-routes " + own, "Java " + Runtime.version()};
    }
}
