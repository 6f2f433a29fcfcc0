"""What all imports share: from paths over prepared articles and layers into the project."""
