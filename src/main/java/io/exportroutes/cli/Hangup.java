package io.exportroutes.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SIGHUP, by which administrators have a service read its configuration anew (daemon(7)). */
final class Hangup {
    private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);

    private Hangup() {}

    /**
     * From now on each SIGHUP calls it, instead of ending the process. Java has signals in a package that is no part of its API, so this
     * goes by reflection; where there is none, as on other systems, nothing changes. A process that was started to ignore SIGHUP, as by
     * nohup, goes on ignoring it.
     */
    static void calls(Runnable reload) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object own = Proxy.newProxyInstance(
                    Hangup.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            reload.run();
                            return null;
                        }
                        return method.invoke(reload, arguments); // those of Object
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), own);
        } catch (ReflectiveOperationException | IllegalArgumentException none) {
            LOG.debug("SIGHUP does not reload here", cause(none));
        }
    }

    private static Throwable cause(Exception thrown) {
        return thrown instanceof InvocationTargetException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : thrown;
    }
}
