"""From a camera, a stream or a file to poses: frames with their time, the pose model, whose pose it is."""
