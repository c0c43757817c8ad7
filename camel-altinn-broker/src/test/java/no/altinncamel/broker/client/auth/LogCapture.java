package no.altinncamel.broker.client.auth;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** All that the given classes log, at every level, while it is open. */
public final class LogCapture implements AutoCloseable {

    private final Map<Logger, Integer> levels = new LinkedHashMap<>();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final PrintStream before = System.err;

    private LogCapture() {}

    public static LogCapture of(Class<?>... classes) throws ReflectiveOperationException {
        LogCapture capture = new LogCapture();
        for (Class<?> type : classes) {
            Logger logger = LoggerFactory.getLogger(type);
            Field level = level(logger);
            capture.levels.put(logger, level.getInt(logger));
            level.setInt(logger, Level.TRACE.toInt());
        }
        System.setErr(new PrintStream(capture.text, true, StandardCharsets.UTF_8));
        return capture;
    }

    public String text() {
        return text.toString(StandardCharsets.UTF_8);
    }

    /** The simple logger has no public way to change its level after the start. */
    private static Field level(Logger logger) throws ReflectiveOperationException {
        Field level = logger.getClass().getDeclaredField("currentLogLevel");
        level.setAccessible(true);
        return level;
    }

    @Override
    public void close() throws ReflectiveOperationException {
        System.setErr(before);
        for (Map.Entry<Logger, Integer> entry : levels.entrySet()) {
            level(entry.getKey()).setInt(entry.getKey(), entry.getValue());
        }
    }
}
