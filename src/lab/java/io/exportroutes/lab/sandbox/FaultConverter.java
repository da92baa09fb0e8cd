package io.exportroutes.lab.sandbox;

import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a fault on the command line, and names all there are. */
final class FaultConverter implements ITypeConverter<Fault>, Iterable<String> {
    @Override
    public Fault convert(String text) {
        try {
            return Fault.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new TypeConversionException(wrong.getMessage());
        }
    }

    @Override
    public Iterator<String> iterator() {
        return Arrays.stream(FaultKind.values()).map(FaultKind::word).iterator();
    }
}
