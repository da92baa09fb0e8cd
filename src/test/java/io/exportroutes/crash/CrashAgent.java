package io.exportroutes.crash;

import io.exportroutes.spool.SpoolFile;
import io.exportroutes.spool.SpoolReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * A Java agent that ends its process at one {@link CrashPoint}, as if the power had been cut for it: no hook, no finally, no
 * flush. The program itself knows nothing of it.
 */
public final class CrashAgent {
    /** As the shell has it for SIGKILL. */
    static final int KILLED = 137;

    private static final AtomicInteger PASSED = new AtomicInteger();
    private static volatile @Nullable CrashPoint point;

    private CrashAgent() {}

    /** The agent as a jar; its classes are found on the class path. */
    static Path jar(Path directory) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), CrashAgent.class.getName());
        Path jar = Files.createDirectories(directory).resolve("crash-agent.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.finish();
        }
        return jar;
    }

    /** Called by the virtual machine, with the name of a {@link CrashPoint}. */
    public static void premain(String name, Instrumentation instrumentation) {
        CrashPoint chosen = CrashPoint.valueOf(name);
        point = chosen;
        instrumentation.addTransformer(new Planting(chosen));
    }

    /** Called at the chosen method. */
    public static void passed(@Nullable Object self, Object[] arguments) {
        CrashPoint chosen = point;
        if (chosen != null
                && progress(self) >= chosen.from()
                && Pattern.compile(chosen.pattern())
                        .matcher(subject(self, arguments))
                        .find()
                && PASSED.incrementAndGet() == chosen.time()) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    private static long progress(@Nullable Object self) {
        if (self instanceof SpoolReader reader) {
            return reader.position();
        }
        return self instanceof SpoolFile file ? file.received() : Long.MAX_VALUE;
    }

    private static String subject(@Nullable Object self, Object[] arguments) {
        if (self instanceof SpoolReader reader) {
            return reader.name();
        }
        return arguments.length > 0 ? String.valueOf(arguments[0]) : "";
    }

    /** Plants the call into the one method. */
    private record Planting(CrashPoint chosen) implements ClassFileTransformer {
        @Override
        public byte @Nullable [] transform(
                @Nullable ClassLoader loader,
                String name,
                @Nullable Class<?> redefined,
                @Nullable ProtectionDomain domain,
                byte[] bytes) {
            if (loader == null || !name.replace('/', '.').equals(chosen.type())) {
                return null;
            }
            ClassFileLocator classes = new ClassFileLocator.Compound(
                    ClassFileLocator.Simple.of(chosen.type(), bytes), ClassFileLocator.ForClassLoader.of(loader));
            TypeDescription type =
                    TypePool.Default.of(classes).describe(chosen.type()).resolve();
            return new ByteBuddy()
                    .redefine(type, classes)
                    .visit(Advice.to(chosen.before() ? Before.class : After.class)
                            .on(ElementMatchers.named(chosen.method())))
                    .make()
                    .getBytes();
        }
    }

    /** Copied to the beginning of the method. */
    static final class Before {
        private Before() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.This(optional = true) Object self, @Advice.AllArguments Object[] arguments) {
            CrashAgent.passed(self, arguments);
        }
    }

    /** Copied to where the method returns. */
    static final class After {
        private After() {}

        @Advice.OnMethodExit
        static void exit(@Advice.This(optional = true) Object self, @Advice.AllArguments Object[] arguments) {
            CrashAgent.passed(self, arguments);
        }
    }
}
